using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArchRepair.Engine.Native;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Convolution with its addition and ReLU in one pass over memory, through the C functions that libtorch exports for compiled
/// models. They report errors by a code instead of ending the process.
/// </summary>
/// <remarks>
/// The functions take pointers to C++ tensors, which is what TorchSharp's handles are. Their names and signatures are those of
/// libtorch 2.10; another version is not tried.
/// </remarks>
internal sealed unsafe class OneDnn
{
    private const string ConvolutionName = "aoti_torch_cpu_mkldnn__convolution_pointwise";
    private const string OntoName = "aoti_torch_cpu_mkldnn__convolution_pointwise_binary_";

    // X, W, B*, padding, 2, stride, 2, dilation, 2, groups, attribute, scalars, 0, algorithm, result
    private readonly delegate* unmanaged<nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double**, long, byte**, nint*, int> convolution;

    // other, X, W, B*, padding, 2, stride, 2, dilation, 2, groups, binary attribute, alpha, unary attribute, scalars, 0, algorithm, result
    private readonly delegate* unmanaged<nint, nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double*, byte**, double**, long, byte**, nint*, int> convolutionOnto;

    private OneDnn(nint convolution, nint convolutionOnto)
    {
        this.convolution = (delegate* unmanaged<nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double**, long, byte**, nint*, int>)convolution;
        this.convolutionOnto = (delegate* unmanaged<nint, nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double*, byte**, double**, long, byte**, nint*, int>)convolutionOnto;
    }

    /// <summary>Whether this processor multiplies bfloat16 numbers itself (AVX-512 BF16 or AMX); elsewhere float is faster.</summary>
    public static bool HasFastBFloat16
    {
        get
        {
            if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7) return false;
            const int amxBit = 1 << 22, avx512Bit = 1 << 5;
            return (X86Base.CpuId(7, 0).Edx & amxBit) != 0 || (X86Base.CpuId(7, 1).Eax & avx512Bit) != 0;
        }
    }

    /// <summary>The functions of the loaded libtorch, or null when it has none or is another version.</summary>
    public static OneDnn? Find()
    {
        if (NativeBackend.Loaded is not { } backend) return null;
        if (!NativeBackend.IsExpected(backend.LibTorchVersion)) return null;
        var library = backend.LoadedFiles.FirstOrDefault(file => Path.GetFileName(file) == NativePlatform.FileName("torch_cpu"));
        return library is not null && NativeLibrary.TryLoad(library, out var handle)
            && NativeLibrary.TryGetExport(handle, ConvolutionName, out var convolution)
            && NativeLibrary.TryGetExport(handle, OntoName, out var onto)
            ? new OneDnn(convolution, onto)
            : null;
    }

    /// <summary>conv(x) + b, without or with ReLU, in new memory.</summary>
    /// <exception cref="InvalidOperationException">libtorch refused it; its words are on standard error.</exception>
    public Tensor Convolve(FoldedConvolution folded, Tensor input, bool isRectified)
    {
        var (stride, padding, dilation) = (new Pair(folded.Stride), new Pair(folded.Padding), new Pair(1));
        nint bias = folded.Bias.Handle, result = 0;
        fixed (byte* attribute = isRectified ? "relu\0"u8 : "none\0"u8)
        {
            Check(convolution(
                input.Handle, folded.Weight.Handle, &bias, padding.Values, 2, stride.Values, 2, dilation.Values, 2, 1,
                attribute, null, 0, null, &result), ConvolutionName);
        }
        GC.KeepAlive(input);
        return Tensor.UnsafeCreateTensor(result);
    }

    /// <summary>relu(conv(x) + b + residual), written over the residual.</summary>
    /// <exception cref="InvalidOperationException">libtorch refused it; its words are on standard error.</exception>
    public Tensor ConvolveOnto(FoldedConvolution folded, Tensor input, Tensor residual)
    {
        var (stride, padding, dilation) = (new Pair(folded.Stride), new Pair(folded.Padding), new Pair(1));
        nint bias = folded.Bias.Handle, result = 0;
        fixed (byte* add = "add\0"u8, relu = "relu\0"u8)
        {
            var unary = relu;
            Check(convolutionOnto(
                residual.Handle, input.Handle, folded.Weight.Handle, &bias, padding.Values, 2, stride.Values, 2, dilation.Values, 2, 1,
                add, null, &unary, null, 0, null, &result), OntoName);
        }
        GC.KeepAlive(input);
        GC.KeepAlive(residual);
        return Tensor.UnsafeCreateTensor(result);
    }

    private static void Check(int code, string function)
    {
        if (code != 0) throw new InvalidOperationException($"{function} failed with code {code}.");
    }

    private struct Pair
    {
        public fixed long Values[2];

        public Pair(long value)
        {
            Values[0] = value;
            Values[1] = value;
        }
    }
}
