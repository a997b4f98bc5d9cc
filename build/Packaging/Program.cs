using ArchRepair.Packaging;

switch (args)
{
    case ["icon", var output]:
        IconPainter.Write(output);
        return 0;
    case ["licences", var output, var packages, .. var sources]:
        return LicenceTexts.Write(output, packages, sources, Console.Error);
    default:
        Console.Error.WriteLine("""
            usage: icon OUTPUT.png
                   licences OUTPUT.txt PACKAGE_FOLDER [project.assets.json | ID/VERSION]...
            """);
        return 2;
}
