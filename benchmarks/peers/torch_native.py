"""torch's AdamW from C++: its fused operator and torch::optim::AdamW, through torch_shim.cpp."""

import ctypes
import os
import pathlib
import subprocess

import torch
from torch.utils import cpp_extension

from ours import AS_TORCH, B1, B2, EPS, LEARNING_RATE, WEIGHT_DECAY, Library, Native, written

SOURCE = pathlib.Path(__file__).with_name("torch_shim.cpp")
COMPILER = os.environ.get("CXX", "c++")
VERSIONS = {"compiler of torch_shim": subprocess.run([COMPILER, "--version"], capture_output=True, text=True,
                                                     check=True).stdout.splitlines()[0]}
HYPERPARAMETERS = (ctypes.c_double * 5)(LEARNING_RATE, B1, B2, EPS, WEIGHT_DECAY)
KINDS = {
    "operator, one count": ("torch operator, C++", "at::_fused_adamw_, one count for all leaves"),
    "operator": ("torch operator, counts", "at::_foreach_add_ of a count for each leaf, at::_fused_adamw_"),
    "optim": ("torch::optim::AdamW", "torch::optim::AdamW"),
}


def build():
    """The shim as a library, compiled against the headers and libraries of this Python's torch."""
    file = pathlib.Path(os.environ["OPTAXX_PEERS_BUILD"]) / f"torch_shim-{torch.__version__}.so"
    if not file.exists() or file.stat().st_mtime < SOURCE.stat().st_mtime:
        print(f"compiling {SOURCE.name} against torch {torch.__version__}", flush=True)
        libraries = cpp_extension.library_paths()
        command = [COMPILER, "-std=c++20", "-O2", "-w", "-shared", "-fPIC", str(SOURCE), "-o", str(file),
                   f"-D_GLIBCXX_USE_CXX11_ABI={int(torch.compiled_with_cxx11_abi())}",
                   *(f"-I{path}" for path in cpp_extension.include_paths()), *(f"-L{path}" for path in libraries),
                   *(f"-Wl,-rpath,{path}" for path in libraries), "-ltorch", "-ltorch_cpu", "-lc10"]
        said = subprocess.run(command, capture_output=True, text=True)
        if said.returncode:
            errors = [line for line in said.stderr.splitlines() if "error" in line]
            raise OSError(f"torch_shim.cpp does not compile: {(errors or [said.stderr])[0]}")
    return Library(file, "torch_")


def pointers(arrays):
    return (ctypes.c_void_p * len(arrays))(*(x.ctypes.data for x in arrays))


def peers(arrays, work):
    if work != "adamw":
        return
    library = build()
    sizes = (ctypes.c_int64 * len(arrays.params))(*(x.size for x in arrays.params))
    for kind, (name, call) in KINDS.items():
        handle = library.call("new", kind.encode(), HYPERPARAMETERS, sizes, ctypes.c_size_t(len(sizes)),
                              *(pointers(x) for x in (arrays.params, arrays.grads, arrays.mu, arrays.nu)),
                              result=ctypes.c_void_p)
        native = Native(library, handle)
        native.name = name
        native.options = f"{call}, {written(AS_TORCH)}; in a loop in C++"
        yield native
