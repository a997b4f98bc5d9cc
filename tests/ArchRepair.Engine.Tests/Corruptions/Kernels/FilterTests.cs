using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>The fast filters against the formulas, written plainly.</summary>
[TestFixture]
public sealed class FilterTests
{
    [TestCase(Border.Edge, -3, 0)]
    [TestCase(Border.Edge, 9, 3)]
    [TestCase(Border.Mirror, -1, 0)]
    [TestCase(Border.Mirror, -2, 1)]
    [TestCase(Border.Mirror, 4, 3)]
    [TestCase(Border.Mirror, 8, 0)]
    [TestCase(Border.MirrorWithoutEdge, -1, 1)]
    [TestCase(Border.MirrorWithoutEdge, 4, 2)]
    [TestCase(Border.MirrorWithoutEdge, 7, 1)]
    public void Borders_fold_an_index_into_four_pixels(object border, int index, int expected) =>
        Assert.That(((Border)border).Fold(index, 4), Is.EqualTo(expected));

    [Test]
    public void A_single_pixel_stands_for_every_index([Values(-5, -1, 0, 1, 7)] int index)
    {
        foreach (var border in Enum.GetValues<Border>()) Assert.That(border.Fold(index, 1), Is.Zero);
    }

    [TestCase(7, 9, 1.5)]
    [TestCase(40, 33, 2.0)]
    [TestCase(5, 3, 6.0)]
    public void The_Gaussian_filter_is_two_weighted_sums(int height, int width, double deviation)
    {
        var size = new ImageSize(height, width);
        foreach (var channels in new[] { 1, 3 })
        {
            foreach (var border in new[] { Border.Edge, Border.Mirror })
            {
                var values = Noise(size.Pixels * channels);
                var kernel = new GaussianKernel(deviation);
                var expected = Blur(Blur(values, size, channels, kernel, border, isVertical: true), size, channels, kernel, border, isVertical: false);
                GaussianFilter.Apply(values, size, channels, kernel, border);
                Assert.That(values, Is.EqualTo(expected).Within(1e-14));
            }
        }
    }

    [Test]
    public void The_published_Gaussians_cover_what_the_settings_name()
    {
        var kernel = new GaussianKernel(1);
        Assert.That(kernel.Radius, Is.EqualTo(4));
        Assert.That(kernel.Weights[0] + (2 * kernel.Weights[1..].Sum()), Is.EqualTo(1).Within(1e-15));
        Assert.That(new GaussianKernel(0.05).Weights, Is.EqualTo(new[] { 1.0 }));
        Assert.That(new GaussianKernel(0).Radius, Is.Zero);
        Assert.That(new GaussianKernel(170.8, cut: 3).Radius, Is.EqualTo(512));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(200)]
    [TestCase(1025)]
    public void A_pairwise_sum_is_the_sum(int count)
    {
        var values = Noise(count);
        Assert.That(GaussianKernel.PairwiseSum(values), Is.EqualTo(values.Sum()).Within(1e-12));
    }

    [TestCase(3, 5, 7)]
    [TestCase(17, 40, 33)]
    public void A_matrix_product_is_the_sum_of_products(int rows, int inner, int columns)
    {
        var (left, right, target) = (Noise(rows * inner), Noise(inner * columns), new double[rows * columns]);
        MatrixProduct.Multiply(left, right, target, inner);
        for (var i = 0; i < target.Length; i++)
        {
            var (y, x) = (i / columns, i % columns);
            Assert.That(target[i], Is.EqualTo(Enumerable.Range(0, inner).Sum(k => left[(y * inner) + k] * right[(k * columns) + x])).Within(1e-13));
        }
    }

    [Test]
    public void Motion_along_the_row_averages_the_pixels_beside()
    {
        // Angle 0: the line runs to the right, weights e^(−i²/2σ²) over 2·⌈r⌉ + 1 points.
        var size = new ImageSize(2, 5);
        byte[] image = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
        var output = new byte[10];
        new MotionFilter(1, 1).Apply(image, output, size, 1, 0);
        double[] weights = [1, Math.Exp(-0.5), Math.Exp(-2)];
        for (var i = 0; i < 10; i++)
        {
            var value = Enumerable.Range(0, 3).Sum(k => weights[k] * image[(i / 5 * 5) + Math.Min(4, (i % 5) + k)]) / weights.Sum();
            Assert.That(output[i], Is.EqualTo((int)((257 * value) + 0.5) / 257));
        }
    }

    [TestCase(0.5, 0.6)]
    [TestCase(3, 0.1)]
    [TestCase(8, 0.5)]
    public void A_disk_spreads_a_point_and_keeps_its_light(double radius, double alias)
    {
        var size = ImageSize.Square(51);
        var image = new byte[size.Bytes];
        image.AsSpan(((25 * 51) + 25) * 3, 3).Fill(255);
        var output = new byte[size.Bytes];
        new DiskKernel(radius, alias).Apply(image, output, size);
        var lit = Enumerable.Range(0, size.Pixels).Where(i => output[3 * i] > 0).Select(i => Math.Sqrt(Math.Pow((i / 51) - 25, 2) + Math.Pow((i % 51) - 25, 2))).ToArray();
        Assert.That(lit.Max(), Is.InRange(Math.Floor(radius), radius + 1.5));
        if (radius == 3) Assert.That(lit, Has.Length.EqualTo(29), "lattice points of a disk of radius 3");
    }

    [Test]
    public void A_shrunken_image_holds_the_means_of_its_boxes()
    {
        var axis = new BoxAxis(6, 3);
        byte[] row = [0, 0, 0, 10, 20, 30, 7, 7, 7, 8, 8, 8, 255, 0, 100, 255, 1, 101];
        var output = new byte[9];
        axis.ResizeColumns(row, output, 1);
        Assert.That(output, Is.EqualTo(new byte[] { 5, 10, 15, 8, 8, 8, 255, 1, 101 }));
        axis.ResizeRows(Enumerable.Range(0, 6).SelectMany(y => Enumerable.Repeat((byte)(10 * y), 3)).ToArray(), output, 1);
        Assert.That(output.Chunk(3).Select(pixel => pixel[0]), Is.EqualTo(new byte[] { 5, 25, 45 }));
    }

    [Test]
    public void A_Fourier_transform_turns_a_wave_into_a_point()
    {
        const int side = 8;
        var values = Enumerable.Range(0, side * side).Select(i => new System.Numerics.Complex(Math.Cos(2 * Math.PI * ((2.0 * (i / side)) + (i % side)) / side), 0)).ToArray();
        Fourier.Transform(values, side);
        for (var i = 0; i < values.Length; i++)
        {
            var isPeak = (i / side, i % side) is (2, 1) or (6, 7);
            Assert.That(values[i].Real, Is.EqualTo(isPeak ? 32 : 0).Within(1e-12));
            Assert.That(values[i].Imaginary, Is.EqualTo(0).Within(1e-12));
        }
    }

    [Test]
    public void The_distance_to_a_point_follows_the_chamfer_mask()
    {
        var size = new ImageSize(7, 11);
        var edges = new byte[size.Pixels];
        edges[(3 * 11) + 5] = 255;
        var distance = new int[size.Pixels];
        ChamferDistance.Fill(edges, distance, size, int.MaxValue);
        int At(int y, int x) => distance[((3 + y) * 11) + 5 + x];
        Assert.That((At(0, 0), At(0, 3), At(-2, 0)), Is.EqualTo((0, 3 * 65536, 2 * 65536)));
        Assert.That((At(1, 1), At(-2, 2)), Is.EqualTo((91750, 2 * 91750)));
        Assert.That((At(2, 1), At(-1, -2), At(1, 4)), Is.EqualTo((143976, 143976, 143976 + (2 * 65536))));
    }

    [Test]
    public void Without_an_edge_every_place_is_far_away()
    {
        var distance = new int[12];
        ChamferDistance.Fill(new byte[12], distance, new ImageSize(3, 4), 1000);
        Assert.That(distance, Is.All.EqualTo(1000));
    }

    [Test]
    public void An_edge_is_thin_and_lies_on_the_step()
    {
        var size = new ImageSize(9, 20);
        var image = Enumerable.Range(0, size.Pixels).Select(i => (byte)(i % 20 < 10 ? 20 : 200)).ToArray();
        var edges = new byte[size.Pixels];
        CannyEdges.Find(image, edges, size);
        Assert.That(Enumerable.Range(0, size.Pixels).Where(i => edges[i] == 255).Select(i => i % 20).Distinct(), Is.EqualTo(new[] { 9 }));
        Assert.That(edges.Count(e => e == 255), Is.EqualTo(9));
        CannyEdges.Find(new byte[size.Pixels], edges, size);
        Assert.That(edges, Is.All.Zero);
    }

    private static double[] Noise(int count)
    {
        var values = new double[count];
        new CounterDraws(new DrawKey(1, "filter", 1, count)).Normal(0, 1, values);
        return values;
    }

    private static double[] Blur(double[] values, ImageSize size, int channels, GaussianKernel kernel, Border border, bool isVertical)
    {
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (y, x, c) = (i / channels / size.Width, i / channels % size.Width, i % channels);
            for (var k = -kernel.Radius; k <= kernel.Radius; k++)
            {
                var fromY = isVertical ? border.Fold(y + k, size.Height) : y;
                var fromX = isVertical ? x : border.Fold(x + k, size.Width);
                result[i] += kernel.Weights[Math.Abs(k)] * values[(((fromY * size.Width) + fromX) * channels) + c];
            }
        }
        return result;
    }
}
