"""DeepSpeed's AdamW for the CPU, which compiles itself on first use."""

import deepspeed
from deepspeed.ops.adam import DeepSpeedCPUAdam

from ours import B1, B2, EPS, LEARNING_RATE, WEIGHT_DECAY
from torch_peers import OnArrays

VERSIONS = {"deepspeed": deepspeed.__version__}


def peers(arrays, work):
    text = ("DeepSpeedCPUAdam", f"DeepSpeedCPUAdam(params, lr={LEARNING_RATE}, betas=({B1}, {B2}), eps={EPS}, "
                                f"weight_decay={WEIGHT_DECAY}, adamw_mode=True)")
    yield OnArrays(arrays, work, lambda params: DeepSpeedCPUAdam(
        params, lr=LEARNING_RATE, betas=(B1, B2), eps=EPS, weight_decay=WEIGHT_DECAY, adamw_mode=True), text)
