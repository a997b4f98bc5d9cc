namespace ArchRepair.Engine.Corruptions.Preview;

/// <summary>Letters, digits and the signs of corruptions' names, five by nine pixels, drawn for this program.</summary>
internal static class PixelFont
{
    public const int Width = 5;
    public const int Height = 9;

    /// <summary>From one letter to the next.</summary>
    public const int Advance = 6;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789_* ";

    /// <summary>Nine rows a letter, from top to bottom; a row is five bits, the leftmost highest, written as a digit of base 32.</summary>
    private static readonly string[] Glyphs =
    [
        "00E1FHF00", "GGUHHHU00", "00EHGHE00", "11FHHHF00", "00EHVGE00", "69S888800", "00FHHHF1E", "GGUHHHH00",
        "40C444E00", "2062222IC", "GGIKOKI00", "C44444E00", "00QLLLL00", "00UHHHH00", "00EHHHE00", "00UHHHUGG",
        "00FHHHF11", "00MPGGG00", "00FGE1U00", "88S889600", "00HHHHF00", "00HHHA400", "00HHLLA00", "00HA4AH00",
        "00HHHHF1E", "00V248V00", "EHJLPHE00", "4C4444E00", "EH1248V00", "V2421HE00", "26AIV2200", "VGU11HE00",
        "68GUHHE00", "V12488800", "EHHEHHE00", "EHHF12C00", "0000000V0", "0A4V4A000", "000000000",
    ];

    /// <summary>True where the letter is black; a letter that is not known is a box.</summary>
    public static bool IsInk(char letter, int row, int column)
    {
        var at = Letters.IndexOf(letter, StringComparison.Ordinal);
        var glyph = at < 0 ? "VHHHHHV00" : Glyphs[at];
        var digit = glyph[row];
        var bits = char.IsAsciiDigit(digit) ? digit - '0' : digit - 'A' + 10;
        return (bits >> (Width - 1 - column) & 1) != 0;
    }
}
