using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>JSON form of <see cref="ConfidenceHistogram"/>: base64 of 13 bytes a step (step; answers, right, mean confidence, little-endian).</summary>
internal sealed class ConfidenceHistogramConverter : JsonConverter<ConfidenceHistogram>
{
    private const int StepBytes = 13;

    public override ConfidenceHistogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out var bytes) || bytes.Length % StepBytes != 0)
            throw new JsonException($"A confidence histogram must be base64 of a multiple of {StepBytes} bytes.");
        var steps = new ConfidenceStep[bytes.Length / StepBytes];
        for (var i = 0; i < steps.Length; i++)
        {
            var row = bytes.AsSpan(i * StepBytes, StepBytes);
            steps[i] = new ConfidenceStep(row[0], BinaryPrimitives.ReadInt32LittleEndian(row[1..]), BinaryPrimitives.ReadInt32LittleEndian(row[5..]), BinaryPrimitives.ReadSingleLittleEndian(row[9..]));
        }

        try
        {
            return new ConfidenceHistogram(steps);
        }
        catch (ArgumentException exception)
        {
            throw new JsonException($"A confidence histogram is damaged: {exception.Message}", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, ConfidenceHistogram value, JsonSerializerOptions options)
    {
        var bytes = new byte[value.Steps.Count * StepBytes];
        foreach (var (i, step) in value.Steps.Index())
        {
            var row = bytes.AsSpan(i * StepBytes, StepBytes);
            row[0] = (byte)step.Step;
            BinaryPrimitives.WriteInt32LittleEndian(row[1..], step.Answers);
            BinaryPrimitives.WriteInt32LittleEndian(row[5..], step.Right);
            BinaryPrimitives.WriteSingleLittleEndian(row[9..], step.MeanConfidence);
        }

        writer.WriteBase64StringValue(bytes);
    }
}
