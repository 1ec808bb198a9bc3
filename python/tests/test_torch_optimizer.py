"""optaxx.torch.Optimizer beside torch.optim."""

import copy
import gc
import io
import math
import pickle
import weakref

import pytest

import optaxx

torch = pytest.importorskip("torch")
from torch.optim.optimizer import register_optimizer_step_post_hook  # noqa: E402

from optaxx.torch import Optimizer  # noqa: E402


def model(dtype=torch.float32):
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 2)).to(dtype)


def loss_of(net, step):
    x = torch.sin(torch.arange(20.0) + step).reshape(4, 5).to(next(net.parameters()).dtype)
    return (net(x) - 1).square().mean()


def train(net, opt, steps, first=0, after=lambda: None):
    for step in range(first, first + steps):
        opt.zero_grad()
        loss_of(net, step).backward()
        opt.step()
        after()
    return [p.detach().numpy().tobytes() for p in net.parameters()]


# Formulas that differ from torch's, and with which options they are the same: adagrad and rmsprop have eps inside the root,
# radam and adam scale it as the correction of the moment does, adamw and sgd have other defaults.
PAIRS = {
    "sgd": (
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
        "optax.sgd(0.1, momentum=0.9, nesterov=True)",
    ),
    "adam": (lambda p: torch.optim.Adam(p, lr=0.01), "optax.adam(0.01)"),
    "adamw": (
        lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
        "optax.adamw(0.01, weight_decay=0.1)",
    ),
    "rmsprop": (
        lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, momentum=0.5),
        "optax.rmsprop(0.01, decay=0.9, momentum=0.5, eps_in_sqrt=False)",
    ),
    "adagrad": (
        lambda p: torch.optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.1, eps=0),
        "optax.adagrad(0.1, initial_accumulator_value=0.1, eps=0.0)",
    ),
    "radam": (lambda p: torch.optim.RAdam(p, lr=0.01, eps=1e-300), "optax.radam(0.01, eps=1e-300)"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_path_is_that_of_torch(name):
    theirs, recipe = PAIRS[name]
    a, b = model(torch.float64), model(torch.float64)
    train(a, theirs(a.parameters()), 50)
    train(b, Optimizer(b.parameters(), recipe), 50)
    for p, q in zip(a.parameters(), b.parameters()):
        torch.testing.assert_close(q, p, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_steps_have_the_bits_of_the_transformation(dtype):
    a, b = model(dtype), model(dtype)
    tx = optaxx.chain(optaxx.clip_by_global_norm(0.1), optaxx.adamw(0.01))
    opt = Optimizer(a.parameters(), tx)
    params = list(b.parameters())
    state = tx.init(params)
    for step in range(5):
        opt.zero_grad()
        loss_of(a, step).backward()
        opt.step()
        tx.step([p.grad for p in a.parameters()], state, params)
    for p, q in zip(a.parameters(), params):
        assert torch.equal(p, q)


def test_a_state_dict_resumes_to_the_same_bits():
    def made(net):
        return Optimizer(
            net.parameters(), "optax.chain(optax.add_noise(0.1, 0.5, 7), optax.inject_hyperparams(optax.adamw)(0.01))"
        )

    a, b = model(), model()
    opt = made(a)
    scheduler = torch.optim.lr_scheduler.StepLR(opt, 2, 0.5)
    train(a, opt, 5, after=scheduler.step)
    file = io.BytesIO()
    torch.save({"net": a.state_dict(), "opt": opt.state_dict(), "scheduler": scheduler.state_dict()}, file)
    expected = train(a, opt, 5, 5, scheduler.step)

    other = made(b)
    train(b, other, 1)
    again = torch.optim.lr_scheduler.StepLR(other, 2, 0.5)
    file.seek(0)
    saved = torch.load(file, weights_only=True)
    b.load_state_dict(saved["net"])
    other.load_state_dict(saved["opt"])
    again.load_state_dict(saved["scheduler"])
    assert other.param_groups[0]["lr"] == opt.param_groups[0]["initial_lr"] * 0.25
    assert train(b, other, 5, 5, again.step) == expected


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda both: pickle.loads(pickle.dumps(both))])
def test_a_copy_goes_on_alone(copied):
    net = model()
    opt = Optimizer(net.parameters(), "optax.adam(0.01)")
    train(net, opt, 3)
    other_net, other = copied((net, opt))
    expected = train(net, opt, 3, 3)
    assert train(other_net, other, 3, 3) == expected


def test_a_state_of_another_optimizer_is_refused():
    net = model()
    opt = Optimizer(net.parameters(), "optax.adam(0.01)")
    before = copy.deepcopy(opt.state_dict())
    with pytest.raises(ValueError, match=r"another optimizer: it has no state\[0\].count; the transformation is optax.adam"):
        opt.load_state_dict(Optimizer(net.parameters(), "optax.sgd(0.01)").state_dict())
    with pytest.raises(ValueError, match=r"state\[0\].mu\[0\] is torch.bfloat16 \(7, 5\), expected torch.float32 \(7, 5\)"):
        opt.load_state_dict(Optimizer(net.parameters(), "optax.adam(0.01, mu_dtype=jnp.bfloat16)").state_dict())
    assert str(opt.state_dict()) == str(before)


def test_a_scheduler_sets_an_injected_rate():
    a, b = model(torch.float64), model(torch.float64)
    theirs = torch.optim.Adam(a.parameters(), lr=0.125)
    ours = Optimizer(b.parameters(), optaxx.inject_hyperparams(optaxx.adam, hyperparam_dtype="float64")(0.125))
    assert ours.param_groups[0]["lr"] == 0.125 and ours.param_groups[0]["b1"] == 0.9
    for net, opt in ((a, theirs), (b, ours)):
        train(net, opt, 20, after=torch.optim.lr_scheduler.CosineAnnealingLR(opt, 20).step)
    for p, q in zip(a.parameters(), b.parameters()):
        torch.testing.assert_close(q, p, rtol=1e-9, atol=1e-12)
    assert ours.param_groups[0]["lr"] == pytest.approx(0, abs=1e-12)


def test_a_rate_on_a_schedule_is_seen_in_the_group():
    net = model()
    opt = Optimizer(net.parameters(), optaxx.inject_hyperparams(optaxx.sgd)(lambda count: 1 / (count + 1)))
    seen = []
    train(net, opt, 3, after=lambda: seen.append(opt.param_groups[0]["lr"]))
    assert seen == pytest.approx([1, 1 / 2, 1 / 3])


def groups_of(net, **options):
    return [
        {"params": [net[0].weight, net[2].weight], "name": "decay"},
        {"params": [net[0].bias, net[2].bias], "name": "plain", **options},
    ]


def test_groups_are_labels():
    torch_net, by_dict, by_text = model(torch.float64), model(torch.float64), model(torch.float64)
    decay, plain = groups_of(torch_net)
    train(torch_net, torch.optim.AdamW([decay | {"weight_decay": 0.1}, plain | {"weight_decay": 0}], lr=0.01), 10)
    txs = {"decay": optaxx.adamw(0.01, weight_decay=0.1), "plain": optaxx.adam(0.01)}
    train(by_dict, Optimizer(groups_of(by_dict), txs), 10)
    text = "optax.partition({'decay': optax.adamw(0.01, weight_decay=0.1), 'plain': optax.adam(0.01)}, param_groups)"
    train(by_text, Optimizer(groups_of(by_text), text), 10)
    for p, q, r in zip(torch_net.parameters(), by_dict.parameters(), by_text.parameters()):
        torch.testing.assert_close(q, p, rtol=1e-9, atol=1e-12)
        assert torch.equal(q, r)


def test_each_group_has_its_rate():
    net = model()
    txs = {"decay": optaxx.inject_hyperparams(optaxx.sgd)(1.0), "plain": optaxx.inject_hyperparams(optaxx.sgd)(0.5)}
    opt = Optimizer(groups_of(net, lr=0.25), txs)
    assert [group["lr"] for group in opt.param_groups] == [1.0, 0.25]
    opt.param_groups[0]["lr"] = 0.0
    before = copy.deepcopy(net)
    train(net, opt, 1)
    assert torch.equal(net[0].weight, before[0].weight) and not torch.equal(net[0].bias, before[0].bias)
    torch.testing.assert_close(net[2].bias, before[2].bias - 0.25 * net[2].bias.grad)


def test_one_rate_for_groups_with_two_is_refused():
    net = model()
    opt = Optimizer(groups_of(net, lr=0.5), optaxx.inject_hyperparams(optaxx.sgd)(1.0))
    before = copy.deepcopy(net)
    with pytest.raises(ValueError, match=r"the groups have different lr: \[0.5, 1.0\]"):
        train(net, opt, 1)
    assert torch.equal(net[0].weight, before[0].weight)


def test_masks_see_the_names_of_named_parameters():
    net = model()
    opt = Optimizer(net.named_parameters(), optaxx.masked(optaxx.set_to_zero(), optaxx.paths("*.weight")))
    before = copy.deepcopy(net)
    train(net, opt, 1)
    assert torch.equal(net[0].weight, before[0].weight)
    torch.testing.assert_close(net[0].bias, before[0].bias + net[0].bias.grad)


def test_closures_and_hooks():
    net = model()
    opt = Optimizer(net.parameters(), "optax.sgd(0.1)")
    called = []
    opt.register_step_pre_hook(lambda *_: called.append("before"))
    opt.register_step_post_hook(lambda *_: called.append("after"))
    opt.register_state_dict_post_hook(lambda _, told: called.append(sorted(told)))

    def closure():
        called.append("closure")
        opt.zero_grad()
        loss = loss_of(net, 0)
        loss.backward()
        return loss

    first = opt.step(closure)
    assert first.item() == pytest.approx(loss_of(model(), 0).item())
    assert opt.step(closure) < first
    opt.state_dict()
    assert called == ["before", "closure", "after"] * 2 + [["param_groups", "state"]]


def test_profiles_and_hooks_of_all_optimizers_see_a_step():
    net = model()
    opt = Optimizer(net.parameters(), "optax.sgd(0.1)")
    called = []
    handle = register_optimizer_step_post_hook(lambda *_: called.append("all"))
    train(net, opt, 1)
    handle.remove()
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
        train(net, opt, 1)
    assert called == ["all"]
    assert "Optimizer.step#Optimizer.step" in {event.name for event in profile.events()}


def test_zero_grad_frees_the_gradients_and_steps_without_any_do_nothing():
    net = model()
    opt = Optimizer(net.parameters(), "optax.adamw(0.1)")
    train(net, opt, 1)
    opt.zero_grad()
    assert all(p.grad is None for p in net.parameters())
    before = copy.deepcopy(net.state_dict())
    opt.step()
    assert all(torch.equal(p, before[name]) for name, p in net.state_dict().items())
    assert opt.state_dict()["state"]["optaxx"]["[0].count"] == 1


def test_a_parameter_without_a_gradient_has_one_of_zero():
    a, b = model(), model()
    net, opt = a, Optimizer(a.parameters(), "optax.adamw(0.1)")
    loss_of(a, 0).backward()
    a[0].weight.grad = None
    opt.step()
    loss_of(b, 0).backward()
    b[0].weight.grad.zero_()
    Optimizer(b.parameters(), "optax.adamw(0.1)").step()
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters()))


def test_frozen_parameters_are_left_out():
    net = model()
    net[0].weight.requires_grad_(False)
    before = net[0].weight.clone()
    opt = Optimizer(net.parameters(), "optax.adamw(0.1)")
    train(net, opt, 2)
    assert torch.equal(net[0].weight, before)
    net[0].weight.requires_grad_(True)
    with pytest.raises(ValueError, match=r"a parameter of shape \(7, 5\) has a gradient, and did not require one"):
        train(net, opt, 1)


def test_a_group_that_comes_later():
    net = model()
    decay, plain = groups_of(net)
    opt = Optimizer([decay], {"decay": optaxx.adam(0.1), "plain": optaxx.adam(0.1)})
    train(net, opt, 3)
    mu = opt.state["optaxx"][".inner_states['decay'].inner_state[0].mu[0]"].clone()
    opt.add_param_group(plain)
    told = opt.state["optaxx"]
    assert torch.equal(told[".inner_states['decay'].inner_state[0].mu[0]"], mu) and mu.any()
    assert not told[".inner_states['plain'].inner_state[0].mu[2]"].any()
    assert told[".inner_states['decay'].inner_state[0].count"] == 3
    before = copy.deepcopy(net)
    train(net, opt, 1)
    assert not torch.equal(net[0].bias, before[0].bias)
    with pytest.raises(ValueError, match="third"):
        opt.add_param_group({"params": torch.nn.Parameter(torch.zeros(2)), "name": "third"})
    assert len(opt.param_groups) == 2
    train(net, opt, 1)


def test_a_grad_scaler_leaves_out_what_is_not_finite():
    a, b = model(), model()
    opt, plain = Optimizer(a.parameters(), "optax.adam(0.01)"), Optimizer(b.parameters(), "optax.adam(0.01)")
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    for step in range(4):
        opt.zero_grad()
        scaler.scale(loss_of(a, step)).backward()
        if step == 1:
            a[0].weight.grad[0, 0] = math.inf
        else:
            plain.zero_grad()
            loss_of(b, step).backward()
            plain.step()
        scaler.step(opt)
        scaler.update()
    assert opt.state["optaxx"]["[0].count"] == 3
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters()))


def test_sparse_gradients_are_refused_and_nothing_has_changed():
    table = torch.nn.Embedding(4, 3, sparse=True)
    opt = Optimizer(table.parameters(), "optax.adam(0.1)")
    before = table.weight.detach().clone()
    table(torch.tensor([1])).sum().backward()
    with pytest.raises(ValueError, match=r"grads\[0\] is a tensor of layout torch.sparse_coo: make it dense"):
        opt.step()
    assert torch.equal(table.weight, before) and opt.state["optaxx"]["[0].count"] == 0


def test_autograd_knows_that_parameters_have_changed():
    w = torch.nn.Parameter(torch.ones(3))
    opt = Optimizer([w], "optax.sgd(0.1)")
    loss = (w * w).sum()
    w.grad = torch.ones(3)
    opt.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_what_is_no_transformation_is_refused():
    with pytest.raises(TypeError, match="a transformation, a recipe or a dict of them by group, got float"):
        Optimizer(model().parameters(), 0.1)


def test_parameters_and_gradients_may_get_other_memory():
    w = torch.nn.Parameter(torch.zeros(4))
    opt = Optimizer([w], optaxx.sgd(1.0))
    for step in range(4):
        w.grad = torch.ones(4)
        if step == 2:
            w.data = torch.full((4,), 10.0)
        opt.step()
    assert w.tolist() == [8, 8, 8, 8]


def test_gradients_that_a_step_cannot_use_are_refused_later_too():
    w = torch.nn.Parameter(torch.zeros(2, 3))
    opt = Optimizer([w], optaxx.adam(0.1))
    for _ in range(2):
        w.grad = torch.ones(2, 3)
        opt.step()
    before = w.detach().clone(), opt.state["optaxx"]["[0].count"].clone()
    w.grad = torch.ones(3, 2).t()
    with pytest.raises(ValueError, match="do not lie one behind the other"):
        opt.step()
    assert torch.equal(w, before[0]) and torch.equal(opt.state["optaxx"]["[0].count"], before[1])
    w.grad = torch.ones(2, 3)
    opt.step()
    assert opt.state["optaxx"]["[0].count"] == before[1] + 1


def test_an_optimizer_keeps_nothing_alive_when_it_goes():
    class Rate:
        def __call__(self, step):
            return 0.1

    w, rate = torch.nn.Parameter(torch.zeros(4)), Rate()
    opt = rate.opt = Optimizer([w], optaxx.adam(rate))
    for _ in range(2):
        w.grad = torch.ones(4)
        opt.step()
    gone = weakref.ref(opt), weakref.ref(w)
    del opt, rate, w
    gc.collect()
    assert gone[0]() is None and gone[1]() is None
