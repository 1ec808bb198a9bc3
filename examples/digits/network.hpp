#pragma once

#include <cstddef>
#include <cstdint>
#include <optaxx/optaxx.hpp>
#include <span>
#include <xtensor/xtensor.hpp>

// A network with one hidden layer: tanh, then softmax. Its parameters are a tree, as in JAX:
//   {"layer1": {"w": (inputs, hidden), "b": (hidden)}, "layer2": {"w": (hidden, outputs), ...}}
// T is float for training, and double where gradients are compared with differences of the loss.
namespace digits {

namespace optax = optaxx;

struct network_shape {
  std::size_t inputs = 64, hidden = 32, outputs = 10;
};

/// Weights as Glorot and Bengio draw them (2010, equation 16), biases zero.
template <class T>
optax::tree make_network(const network_shape& shape, std::uint64_t seed);

struct score {
  double loss = 0;      ///< Mean cross-entropy.
  double accuracy = 0;  ///< The share of images whose label is the most likely class, 0..1.
};

template <class T>
score evaluate(const optax::tree& params, const xt::xtensor<T, 2>& images,
               std::span<const std::size_t> labels);

struct loss_and_gradient {
  double loss = 0;
  optax::tree gradient;  ///< With the structure of the parameters.
};

template <class T>
loss_and_gradient value_and_grad(const optax::tree& params, const xt::xtensor<T, 2>& images,
                                 std::span<const std::size_t> labels);

}  // namespace digits
