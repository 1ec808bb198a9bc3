"""DeepSpeed's AdamW for the CPU, which compiles itself on first use."""

import deepspeed
from deepspeed.ops.adam import DeepSpeedCPUAdam

from torch_peers import OnArrays

VERSIONS = {"deepspeed": deepspeed.__version__}


def peers(arrays, work):
    yield OnArrays(arrays, work, "DeepSpeedCPUAdam", "DeepSpeedCPUAdam", DeepSpeedCPUAdam, adamw_mode=True)
