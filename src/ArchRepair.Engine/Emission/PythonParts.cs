namespace ArchRepair.Engine.Emission;

/// <summary>The Python that written modules are made of. Names of parameters are those of the weights file.</summary>
internal static class PythonParts
{
    public const string Loading = """"
        def load_safetensors(path):
            """Tensors of a safetensors file: 8 bytes of length, a JSON header, raw little-endian values."""
            types = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
                     "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool}
            with open(path, "rb") as file:
                (length,) = struct.unpack("<Q", file.read(8))
                header = json.loads(file.read(length))
                data = file.read()
            tensors = {}
            for name, entry in header.items():
                if name == "__metadata__":
                    continue
                begin, end = entry["data_offsets"]
                raw = torch.frombuffer(bytearray(data[begin:end]), dtype=types[entry["dtype"]])
                tensors[name] = raw.reshape(entry["shape"])
            return tensors


        def load(path):
            """The network with the weights of a safetensors file, ready to answer."""
            network = Network()
            network.load_state_dict(load_safetensors(path))
            return network.eval()


        def normalize(images):
            """Float [N, 3, H, W] in [0, 1] to what the network expects."""
            mean = torch.tensor(MEAN).view(1, 3, 1, 1)
            return (images - mean) / torch.tensor(STD).view(1, 3, 1, 1)


        """";

    public const string Main = """"
        if __name__ == "__main__":
            if len(sys.argv) != 2:
                sys.exit("usage: python THIS_FILE.py WEIGHTS.safetensors")
            with torch.no_grad():
                logits = load(sys.argv[1])(normalize(torch.full((1, 3, INPUT_SIZE, INPUT_SIZE), 0.5)))
            print("logits of a grey image:", " ".join(f"{value:.6f}" for value in logits[0].tolist()))

        """";

    // In the order in which they stand in the file; each may use those before it.
    private static readonly (string Name, string Source)[] Parts =
    [
        ("Shortcut", """"

            class PaddedSlice(nn.Module):
                """A shortcut without parameters: every second pixel, new channels zero on both sides."""

                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    self.stride, self.added = stride, outputs - inputs

                def forward(self, x):
                    before = self.added // 2
                    return F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, before, self.added - before))


            def shortcut(inputs, outputs, stride, is_padded=False):
                if stride == 1 and inputs == outputs:
                    return nn.Identity()
                if is_padded:
                    return PaddedSlice(inputs, outputs, stride)
                return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs))


            """"),
        ("BasicBlock", """"

            class BasicBlock(nn.Module):
                def __init__(self, inputs, outputs, stride, is_padded=False):
                    super().__init__()
                    self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
                    self.bn1 = nn.BatchNorm2d(outputs)
                    self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
                    self.bn2 = nn.BatchNorm2d(outputs)
                    self.downsample = shortcut(inputs, outputs, stride, is_padded)

                def forward(self, x):
                    y = F.relu(self.bn1(self.conv1(x)))
                    return F.relu(self.bn2(self.conv2(y)) + self.downsample(x))


            """"),
        ("Bottleneck", """"

            class Bottleneck(nn.Module):
                def __init__(self, inputs, width, stride):
                    super().__init__()
                    self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
                    self.bn1 = nn.BatchNorm2d(width)
                    self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
                    self.bn2 = nn.BatchNorm2d(width)
                    self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
                    self.bn3 = nn.BatchNorm2d(4 * width)
                    self.downsample = shortcut(inputs, 4 * width, stride)

                def forward(self, x):
                    y = F.relu(self.bn1(self.conv1(x)))
                    y = F.relu(self.bn2(self.conv2(y)))
                    return F.relu(self.bn3(self.conv3(y)) + self.downsample(x))


            """"),
        ("Edge", """"

            class Edge(nn.Module):
                """An added operation; its own name is part of its parameters' names."""

                def __init__(self, name, operation):
                    super().__init__()
                    self.name = name
                    self.add_module(name, operation)

                def forward(self, x):
                    return getattr(self, self.name)(x)


            def fit_channels(x, outputs):
                inputs = x.shape[1]
                return x[:, :outputs] if outputs <= inputs else F.pad(x, (0, 0, 0, 0, 0, outputs - inputs))


            """"),
        ("Identity", """"

            class Identity(nn.Module):
                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    self.outputs, self.stride = outputs, stride
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    return self.norm(fit_channels(x[:, :, ::self.stride, ::self.stride], self.outputs))


            """"),
        ("Convolution", """"

            class Convolution(nn.Module):
                def __init__(self, inputs, outputs, stride, kernel):
                    super().__init__()
                    self.conv = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False)
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    return self.norm(self.conv(x))


            """"),
        ("Separable", """"

            class Separable(nn.Module):
                def __init__(self, inputs, outputs, stride, kernel):
                    super().__init__()
                    self.depthwise = nn.Conv2d(inputs, inputs, kernel, stride=stride, padding=kernel // 2, groups=inputs, bias=False)
                    self.inner = nn.BatchNorm2d(inputs)
                    self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    return self.norm(self.pointwise(F.relu(self.inner(self.depthwise(x)))))


            """"),
        ("Dilated", """"

            class Dilated(nn.Module):
                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    self.depthwise = nn.Conv2d(inputs, inputs, 3, stride=stride, padding=2, dilation=2, groups=inputs, bias=False)
                    self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    return self.norm(self.pointwise(self.depthwise(x)))


            """"),
        ("AveragePool", """"

            class AveragePool(nn.Module):
                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    self.outputs, self.stride = outputs, stride
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    return self.norm(fit_channels(F.avg_pool2d(x, 3, self.stride, 1), self.outputs))


            """"),
        ("BlurPool", """"

            class BlurPool(nn.Module):
                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    self.outputs, self.stride = outputs, stride
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    line = torch.tensor([1.0, 2.0, 1.0], dtype=x.dtype, device=x.device) / 4
                    kernel = (line[:, None] * line[None, :]).expand(x.shape[1], 1, 3, 3)
                    return self.norm(fit_channels(F.conv2d(x, kernel, stride=self.stride, padding=1, groups=x.shape[1]), self.outputs))


            """"),
        ("MaxPool", """"

            class MaxPool(nn.Module):
                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    self.outputs, self.stride = outputs, stride
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    return self.norm(fit_channels(F.max_pool2d(x, 3, self.stride, 1), self.outputs))


            """"),
        ("SqueezeExcitation", """"

            class SqueezeExcitation(nn.Module):
                def __init__(self, inputs, outputs, stride):
                    super().__init__()
                    inner = max(inputs // 4, 4)
                    self.outputs, self.stride = outputs, stride
                    self.squeeze = nn.Linear(inputs, inner)
                    self.excite = nn.Linear(inner, inputs)
                    self.norm = nn.BatchNorm2d(outputs)

                def forward(self, x):
                    weights = torch.sigmoid(self.excite(F.relu(self.squeeze(x.mean((2, 3))))))
                    weighted = x * weights[:, :, None, None]
                    return self.norm(fit_channels(weighted[:, :, ::self.stride, ::self.stride], self.outputs))


            """"),
    ];

    /// <summary>The class of an operation of the catalog.</summary>
    /// <exception cref="NotSupportedException">The operation has no Python yet.</exception>
    public static string ClassOf(string operation) => operation switch
    {
        "identity" => "Identity",
        "conv1x1" or "conv3x3" => "Convolution",
        "separable3x3" or "separable5x5" => "Separable",
        "dilated3x3" => "Dilated",
        "average3x3" => "AveragePool",
        "blur3x3" => "BlurPool",
        "max3x3" => "MaxPool",
        "squeeze-excitation" => "SqueezeExcitation",
        _ => throw new NotSupportedException($"Operation '{operation}' cannot be written as Python."),
    };

    /// <summary>Sources of the parts named, each once, in an order that Python accepts.</summary>
    public static IEnumerable<string> Used(IEnumerable<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        return Parts.Where(part => wanted.Contains(part.Name)).Select(part => part.Source.Trim('\r', '\n') + "\n\n");
    }
}
