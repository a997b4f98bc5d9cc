namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// An unevaluated sum of two doubles, good for about 31 digits. Tables made with it come out correctly rounded but for freak cases,
/// and alike on every machine, which the platform's own exp and sin do not promise. Dekker (1971), Numer. Math. 18:224.
/// </summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);
    private static readonly DoubleDouble RadiansPerDegree = new(0.017453292519943295, 2.9486522708701687e-19);

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var sum = a.High + b.High;
        var part = sum - a.High;
        var error = a.High - (sum - part) + (b.High - part);
        return Normal(sum, error + a.Low + b.Low);
    }

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = a.High * b.High;
        var error = Math.FusedMultiplyAdd(a.High, b.High, -product);
        return Normal(product, error + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static DoubleDouble operator /(DoubleDouble a, double b)
    {
        var quotient = a.High / b;
        var rest = Math.FusedMultiplyAdd(-quotient, b, a.High) + a.Low;
        return Normal(quotient, rest / b);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    /// <summary>e^x, rounded to the nearest double.</summary>
    public static double Exp(double x)
    {
        if (x < -745) return 0;
        var power = Math.Round(x / Ln2.High);
        var rest = (x + -(Ln2 * power)) / 256;
        DoubleDouble sum = 1.0;
        DoubleDouble term = 1.0;
        for (var n = 1; n <= 12; n++)
        {
            term = term * rest / n;
            sum += term;
        }
        for (var doubling = 0; doubling < 8; doubling++) sum *= sum;
        return Math.ScaleB(sum.High + sum.Low, (int)power);
    }

    /// <summary>The natural logarithm of a positive number, rounded to the nearest double.</summary>
    public static double Log(double x)
    {
        var power = Math.ILogB(x);
        DoubleDouble mantissa = Math.ScaleB(x, -power);
        // ln m = 2·atanh((m − 1) / (m + 1)) for m in [1, 2)
        var ratio = Quotient(mantissa + -1.0, mantissa + 1.0);
        var square = ratio * ratio;
        var (sum, term) = (ratio, ratio);
        for (var n = 3; n <= 75; n += 2)
        {
            term *= square;
            sum += term / n;
        }
        sum = (sum * 2.0) + (Ln2 * (double)power);
        return sum.High;
    }

    /// <summary>x^exponent for positive x.</summary>
    public static double Power(double x, double exponent) => Exp(Log(x) * exponent);

    /// <summary>Sine and cosine of an angle in degrees, |degrees| ≤ 360, rounded to the nearest double.</summary>
    public static (double Sine, double Cosine) SinCosOfDegrees(double degrees)
    {
        var quarters = Math.Round(degrees / 90);
        var radians = RadiansPerDegree * (degrees - (90 * quarters));
        var square = -(radians * radians);
        var (sine, cosine) = (radians, (DoubleDouble)1.0);
        var (oddTerm, evenTerm) = (radians, (DoubleDouble)1.0);
        for (var n = 2; n <= 28; n += 2)
        {
            evenTerm = evenTerm * square / (n * (n - 1.0));
            oddTerm = oddTerm * square / (n * (n + 1.0));
            cosine += evenTerm;
            sine += oddTerm;
        }
        return ((int)quarters & 3) switch
        {
            0 => (sine.High, cosine.High),
            1 => (cosine.High, -sine.High),
            2 => (-sine.High, -cosine.High),
            _ => (-cosine.High, sine.High),
        };
    }

    private static DoubleDouble Quotient(DoubleDouble a, DoubleDouble b)
    {
        var first = a.High / b.High;
        var rest = a + -(b * first);
        return Normal(first, rest.High / b.High);
    }

    private static DoubleDouble Normal(double high, double low)
    {
        var sum = high + low;
        return new(sum, low - (sum - high));
    }
}
