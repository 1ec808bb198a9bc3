"""torch's tensors, where it is installed."""

import pytest

import optaxx

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16])
def test_tensors_are_stepped_where_they_are(dtype):
    w = torch.tensor([[1.0, 2.0]], dtype=dtype, requires_grad=True)
    address = w.data_ptr()
    tx = optaxx.sgd(0.5, momentum=0.5)
    state = tx.init({"w": w})
    (2 * w).sum().backward()
    tx.step({"w": w.grad}, state, {"w": w})
    assert w.data_ptr() == address and w.tolist() == [[0.0, 1.0]]


def test_steps_have_the_bits_of_those_of_numpy_arrays():
    tensor = torch.linspace(-1, 1, 10)
    array = tensor.numpy().copy()
    tx = optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adamw(0.1))
    state, other = tx.init(tensor), tx.init(array)
    for step in range(20):
        g = torch.sin(torch.arange(10) + step)
        tx.step(g, state, tensor)
        tx.step(g.numpy(), other, array)
    assert tensor.numpy().tobytes() == array.tobytes()


def test_dtypes_of_torch_are_options():
    assert optaxx.describe(optaxx.adam(0.1, mu_dtype=torch.bfloat16)).endswith("mu_dtype=jnp.bfloat16)")


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: torch.zeros(2, 3).t(), "do not lie one behind the other.*contiguous"),
        (lambda: torch.zeros(3, 2).to_sparse(), "a tensor of layout torch.sparse_coo.*to_dense"),
        (lambda: torch.zeros(3, 2, device="meta"), "a tensor on meta: move it with tensor.cpu"),
    ],
)
def test_other_tensors_are_refused(make, message):
    w = torch.zeros(3, 2)
    tx = optaxx.sgd(0.1)
    with pytest.raises(ValueError, match="params is " + ".*" + message):
        tx.step(w, tx.init(w), make())
