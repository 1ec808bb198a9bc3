"""torch's AdamW from Python, on the arrays of optaxx."""

import torch

from ours import AS_TORCH, MAX_NORM, rate, written

VERSIONS = {"torch": f"{torch.__version__}, {torch.backends.cpu.get_cpu_capability()}"}


def use_threads(n):
    torch.set_num_threads(n)


class OnArrays:
    """An optimizer of torch's kind, whose moments are replaced by the arrays of optaxx after a first step."""

    def __init__(self, arrays, work, name, call, make, **options):
        self.name, self.work = name, work
        options = AS_TORCH | options
        clip = "clip_grad_norm_ and lr set before each; " if work != "adamw" else ""
        self.options = f"{call}(params, {written(options)}); {clip}step() in a loop in Python"
        self.arrays = arrays
        self.params = [torch.from_numpy(x).requires_grad_() for x in arrays.params]
        self.grads = [torch.from_numpy(x) for x in arrays.grads]
        for p, g in zip(self.params, self.grads):
            p.grad = g if work == "adamw" else g.clone()  # clip_grad_norm_ writes to it
        self.optimizer = make(self.params, **options)
        self.optimizer.step()
        self.states = [self.optimizer.state[p] for p in self.params]
        for state, mu, nu in zip(self.states, arrays.mu, arrays.nu):
            state["exp_avg"], state["exp_avg_sq"] = torch.from_numpy(mu), torch.from_numpy(nu)
        self.done = 0

    def __call__(self, steps):
        step = self.optimizer.step
        if self.work == "adamw":
            for _ in range(steps):
                step()
            return
        group = self.optimizer.param_groups[0]
        for _ in range(steps):
            torch.nn.utils.clip_grad_norm_(self.params, MAX_NORM)
            group["lr"] = rate(self.work, self.done)
            step()
            self.done += 1

    def count(self, steps):
        self.done = steps
        for state in self.states:
            if torch.is_tensor(state["step"]):
                state["step"].fill_(steps)
            else:
                state["step"] = steps

    def reset(self):
        if self.work != "adamw":
            for p, g in zip(self.params, self.grads):
                p.grad.copy_(g)

    def close(self):
        pass


def peers(arrays, work):
    for how in ("fused", "foreach"):
        yield OnArrays(arrays, work, f"torch {how}, Python", "torch.optim.AdamW", torch.optim.AdamW, **{how: True})
