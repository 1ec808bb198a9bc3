"""Optax's gradient transformations as a torch.optim.Optimizer, for tensors in the memory of the CPU."""

import re
from collections.abc import Mapping

import torch
from torch.optim.optimizer import _global_optimizer_post_hooks, _global_optimizer_pre_hooks

from optaxx import _python, partition, recipe
from optaxx._optaxx import GradientTransformation, Held

_increment_version = getattr(torch._C, "_increment_version", torch.autograd.graph.increment_version)  # the same, sooner
_STATE = "optaxx"  # its place in Optimizer.state


def _leaves(tree, path=""):
    """[(path, leaf)] of a state."""
    if tree is None:
        return []
    if isinstance(tree, dict):
        parts = [(f"{path}[{key!r}]", part) for key, part in tree.items()]
    elif hasattr(tree, "_fields"):
        parts = [(f"{path}.{name}", part) for name, part in zip(tree._fields, tree)]
    elif isinstance(tree, (list, tuple)):
        parts = [(f"{path}[{index}]", part) for index, part in enumerate(tree)]
    else:
        return [(path, tree)]
    return [leaf for inner, part in parts for leaf in _leaves(part, inner)]


def _with_leaves(tree, leaves):
    """The tree with other leaves, from an iterator."""
    if tree is None:
        return None
    if isinstance(tree, dict):
        return type(tree)((key, _with_leaves(part, leaves)) for key, part in tree.items())
    if hasattr(tree, "_fields"):
        return type(tree)(*(_with_leaves(part, leaves) for part in tree))
    if isinstance(tree, (list, tuple)):
        return type(tree)(_with_leaves(part, leaves) for part in tree)
    return next(leaves)


def _injected(tree, label=None):
    """[(label, hyperparams)] of every inject_hyperparams in a state, by the label of the partition around it."""
    if tree is None or not isinstance(tree, (dict, tuple, list)):
        return []
    if {"hyperparams", "inner_state"} <= set(getattr(tree, "_fields", ())):
        return [(label, tree.hyperparams)]
    if "inner_states" in getattr(tree, "_fields", ()):
        return [found for key, inner in tree.inner_states.items() for found in _injected(inner, key)]
    return [found for part in (tree.values() if isinstance(tree, dict) else tree) for found in _injected(part, label)]


def _tensor(array):
    """The memory of an array as a tensor."""
    if array.dtype.name == "bfloat16":
        return torch.from_numpy(array.view("int16")).view(torch.bfloat16)
    return torch.from_numpy(array)


def _array(tensor):
    """The memory of a tensor as an array."""
    view, name = _python.numpy_view(tensor, True)
    return view.view(_python.bfloat16()) if name == "bfloat16" else view


class Optimizer(torch.optim.Optimizer):
    """Steps parameters in place by a transformation, a recipe, or one of them for each group.

        opt = Optimizer(model.parameters(), "optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(1e-3))")
        opt = Optimizer([{"params": a, "name": "body"}, {"params": b, "name": "head"}], {"body": tx, "head": other})

    The transformation sees a list of the parameters that require gradients or, of `model.named_parameters()`, a dict by
    name. A group's label is its "name", or its number as a string. A text may call the groups' labels `param_groups`:
    optax.partition({...}, param_groups).

    What optax.inject_hyperparams has put into the state are options of the groups, learning_rate as "lr": a scheduler of torch
    or an assignment to group["lr"] holds from the next step on. A parameter whose gradient is None takes part with a
    gradient of zero; if all are None, nothing happens.
    """

    def __init__(self, params, tx):
        self._given = tx
        self._tx = None
        super().__init__(params, {})
        self._begin()

    def _begin(self):
        """Trees, transformation and state for the groups that there are; what the state has stays."""
        params, names, labels, frozen = [], [], [], []
        for number, group in enumerate(self.param_groups):
            label = str(group.get("name", number))
            for index, p in enumerate(group["params"]):
                if not p.requires_grad:
                    frozen.append(p)
                    continue
                params.append(p)
                names.append(group["param_names"][index] if "param_names" in group else None)
                labels.append(label)
        named = None not in names
        if named and len(set(names)) != len(names):
            raise ValueError(f"two parameters have the name {max(names, key=names.count)!r}")
        shape = (lambda leaves: dict(zip(names, leaves))) if named else list
        tree = shape(params)
        tx = self._made(shape(labels))
        state = tx.init(tree)
        arrays = dict(_leaves(state))
        for path, tensor in self.state.get(_STATE, {}).items():
            if path in arrays and arrays[path].shape == tuple(tensor.shape):
                _tensor(arrays[path]).copy_(tensor)
        self._hooks = (
            self._optimizer_step_pre_hooks,
            self._optimizer_step_post_hooks,
            _global_optimizer_pre_hooks,
            _global_optimizer_post_hooks,
        )
        self._tx, self._params, self._frozen, self._shape, self._tree = tx, params, frozen, shape, tree
        self._hold(state)

    def _made(self, labels):
        def param_groups(params):
            return labels

        if isinstance(self._given, str):
            bound = {"param_groups": param_groups} if re.search(r"\bparam_groups\b", self._given) else {}
            return recipe(self._given, **bound)
        if isinstance(self._given, Mapping):
            return partition({str(label): tx for label, tx in self._given.items()}, param_groups)
        if isinstance(self._given, GradientTransformation):
            return self._given
        raise TypeError(
            f"Optimizer takes a transformation, a recipe or a dict of them by group, got {type(self._given).__name__}"
        )

    def _hold(self, state):
        """Steps with that state from now on."""
        self._state = state
        self._held = None  # until a step has gone through
        self.state[_STATE] = {path: _tensor(array) for path, array in _leaves(state)}
        self._zeros = {}
        self._options = []  # (the groups that share it, key, array, the number that both have)
        found = _injected(state)
        names = [(label, name) for label, hyperparams in found for name in hyperparams]
        for label, hyperparams in found:
            groups = [g for i, g in enumerate(self.param_groups) if label is None or label == str(g.get("name", i))]
            for name, array in hyperparams.items():
                if names.count((label, name)) > 1 or not groups or array.dtype.kind not in "fV":
                    continue
                key = "lr" if name == "learning_rate" else name
                for group in groups:
                    group.setdefault(key, float(array))
                self._options.append([groups, key, array, float(array)])

    def _follow_groups(self):
        """The options of groups into the state."""
        for option in self._options:
            groups, key, array, known = option
            values = {float(group[key]) for group in groups}
            if len(values) > 1:
                raise ValueError(
                    f"the groups have different {key}: {sorted(values)}, and the transformation has one for all; give "
                    "Optimizer a dict with a transformation for the name of each group"
                )
            (value,) = values
            if value != known:
                array[...] = value
                option[3] = value

    def _follow_state(self):
        """What schedules have changed in the state into the options of groups."""
        for option in self._options:
            groups, key, array, known = option
            value = float(array)
            if value != known and value != float(array.dtype.type(known)):
                option[3] = value
                for group in groups:
                    group[key] = value

    def step(self, closure=None):
        """One step; with a closure, what it returns."""
        pre, post, all_pre, all_post = self._hooks
        if pre or post or all_pre or all_post or torch.autograd._profiler_enabled():
            return _hooked(self, closure)
        return self._step(closure)

    step.hooked = True  # by us: torch's own wrapper costs more than a step

    def _step(self, closure=None):
        loss = None
        extra = {}
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
            if loss is not None:
                extra["value"] = loss
        for p in self._frozen:
            if p.grad is not None:
                raise ValueError(
                    f"a parameter of shape {tuple(p.shape)} has a gradient, and did not require one when the optimizer was "
                    "made: add it with add_param_group, or make the optimizer anew"
                )
        if self._options:
            self._follow_groups()
        if (self._held is None or not self._held.step(extra)) and not self._step_as_it_comes(extra):
            return loss
        _increment_version(self._params)
        if self._options:
            self._follow_state()
        return loss

    def _step_as_it_comes(self, extra):
        """A step with whatever gradients there are. False if there are none."""
        grads = [p.grad for p in self._params]
        if all(g is None for g in grads):
            return False
        grads = [self._zero(i) if g is None else g for i, g in enumerate(grads)]
        self._tx.step(self._shape(grads), self._state, self._tree, **extra)
        if self._held is None:
            self._held = Held(self._tx, self._state, self._tree)
        return True

    def _zero(self, i):
        if i not in self._zeros:
            self._zeros[i] = torch.zeros_like(self._params[i])
        return self._zeros[i]

    def add_param_group(self, param_group):
        """A group more. What the state holds of the others stays, and counts go on."""
        super().add_param_group(param_group)
        if self._tx is None:
            return
        try:
            self._begin()
        except BaseException:
            self.param_groups.pop()
            raise

    def __getstate__(self):
        return super().__getstate__() | {"_given": self._given}

    def __setstate__(self, state):
        if "_given" in state:  # unpickled, or copied
            self._tx = None
            super().__setstate__(state)
            self._begin()
            return
        given = state["state"].get(_STATE)
        mine = self.state[_STATE]
        if given is None or set(given) != set(mine):
            raise ValueError(
                f"this state is of another optimizer: {_difference(given or {}, mine)}; the transformation is {self._tx!r}"
            )
        for path, tensor in mine.items():
            if given[path].shape != tensor.shape or given[path].dtype != tensor.dtype:
                raise ValueError(
                    f"state{path} is {given[path].dtype} {tuple(given[path].shape)}, expected {tensor.dtype} "
                    f"{tuple(tensor.shape)}"
                )
        super().__setstate__(state)
        for path, tensor in mine.items():
            tensor.copy_(given[path])
        self.state[_STATE] = mine
        self._hold(self._state)


_hooked = torch.optim.Optimizer.profile_hook_step(Optimizer._step)


def _difference(given, mine):
    if missing := sorted(set(mine) - set(given)):
        return f"it has no state{missing[0]}"
    return f"it has state{sorted(set(given) - set(mine))[0]}"
