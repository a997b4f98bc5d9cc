namespace ArchRepair.Engine.Corruptions.Preview;

/// <summary>Letters, digits and the signs of corruptions' names, five by nine pixels, drawn for this program.</summary>
internal static class PixelFont
{
    public const int Width = 5;
    public const int Height = 9;

    /// <summary>From one letter to the next.</summary>
    public const int Advance = 6;

    /// <summary>Nine rows a letter, from top to bottom; a row is five bits, the leftmost highest, written as a letter of base 32.</summary>
    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['a'] = "00E1FHF00", ['b'] = "GGUHHHU00", ['c'] = "00EHGHE00", ['d'] = "11FHHHF00", ['e'] = "00EHVGE00",
        ['f'] = "69S888800", ['g'] = "00FHHHF1E", ['h'] = "GGUHHHH00", ['i'] = "40C444E00", ['j'] = "2062222IC",
        ['k'] = "GGIKOKI00", ['l'] = "C44444E00", ['m'] = "00QLLLL00", ['n'] = "00UHHHH00", ['o'] = "00EHHHE00",
        ['p'] = "00UHHHUGG", ['q'] = "00FHHHF11", ['r'] = "00MPGGG00", ['s'] = "00FGE1U00", ['t'] = "88S889600",
        ['u'] = "00HHHHF00", ['v'] = "00HHHA400", ['w'] = "00HHLLA00", ['x'] = "00HA4AH00", ['y'] = "00HHHHF1E",
        ['z'] = "00V248V00", ['0'] = "EHJLPHE00", ['1'] = "4C4444E00", ['2'] = "EH1248V00", ['3'] = "V2421HE00",
        ['4'] = "26AIV2200", ['5'] = "VGU11HE00", ['6'] = "68GUHHE00", ['7'] = "V12488800", ['8'] = "EHHEHHE00",
        ['9'] = "EHHF12C00", ['_'] = "0000000V0", ['*'] = "0A4V4A000", [' '] = "000000000",
    };

    /// <summary>True where the letter is black; a letter that is not known is a box.</summary>
    public static bool IsInk(char letter, int row, int column)
    {
        var glyph = Glyphs.GetValueOrDefault(letter, "VHHHHHV00");
        var digit = glyph[row];
        var bits = char.IsAsciiDigit(digit) ? digit - '0' : digit - 'A' + 10;
        return (bits >> (Width - 1 - column) & 1) != 0;
    }
}
