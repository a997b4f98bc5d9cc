"""PyTorch eager for the benchmark `speed`: float32, no_grad, best batch of 64 to 512, random weights (speed does not depend on them)."""
import sys
import time

import torch
from torch import nn


def convolution(inputs, outputs, stride=1, size=3):
    return nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)


class Basic(nn.Module):
    def __init__(self, inputs, outputs, stride, projects):
        super().__init__()
        self.conv1, self.bn1 = convolution(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = convolution(outputs, outputs), nn.BatchNorm2d(outputs)
        self.stride, self.extra = stride, outputs - inputs
        self.project = nn.Sequential(convolution(inputs, outputs, stride, 1), nn.BatchNorm2d(outputs)) if projects and (stride != 1 or inputs != outputs) else None

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        if self.project is not None:
            x = self.project(x)
        elif self.extra:
            x = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.extra // 2, self.extra // 2))
        return torch.relu(y + x)


def network(name):
    if name == "resnet18-cifar":
        widths, depth, projects = [64, 128, 256, 512], 2, True
    else:
        widths, depth, projects = [16, 32, 64], (int(name[6:]) - 2) // 6, False
    layers, inputs = [convolution(3, widths[0]), nn.BatchNorm2d(widths[0]), nn.ReLU()], widths[0]
    for stage, width in enumerate(widths):
        for index in range(depth):
            layers.append(Basic(inputs, width, 2 if stage and not index else 1, projects))
            inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10)).eval()


MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def work(model, images, batch, seconds):
    start, count = time.perf_counter(), 0
    with torch.no_grad():
        while time.perf_counter() - start < seconds:
            pixels = images[count % (len(images) - batch + 1):][:batch].permute(0, 3, 1, 2).contiguous().float().div_(255)
            model((pixels - MEAN) / STD).argmax(1).numpy()
            count += batch
    return count


def main():
    torch.manual_seed(1)
    torch.set_num_threads(int(sys.argv[2]))
    model, images = network(sys.argv[1]), torch.randint(0, 256, (2048, 32, 32, 3), dtype=torch.uint8)
    speeds = {}
    for batch in (64, 128, 256, 512):
        work(model, images, batch, 0.2)
        start = time.perf_counter()
        speeds[batch] = work(model, images, batch, 1) / (time.perf_counter() - start)
    best = max(speeds, key=speeds.get)
    print(f"PyTorch {torch.__version__} eager, batch {best}", flush=True)
    for _ in sys.stdin:
        start, used = time.perf_counter(), time.process_time()
        count = work(model, images, best, 1)
        print(count, time.perf_counter() - start, time.process_time() - used, flush=True)


main()
