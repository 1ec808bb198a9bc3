#include "digits/network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optaxx/xtensor.hpp>
#include <utility>
#include <xtensor/xmath.hpp>

#include "digits/random.hpp"

namespace digits {
namespace {

template <class T>
using matrix = xt::xtensor<T, 2>;
template <class T>
using vector = xt::xtensor<T, 1>;

template <class Array>
std::size_t extent(const Array& a, std::size_t axis) {
  return static_cast<std::size_t>(a.shape()[axis]);
}

// y += factor * x
template <class T>
void add_scaled(T factor, const T* x, T* y, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) y[i] += factor * x[i];
}

// The products below go along rows, which are contiguous.

// x w + b
template <class T, class Weights, class Bias>
matrix<T> affine(const matrix<T>& x, const Weights& w, const Bias& b) {
  const std::size_t rows = extent(x, 0);
  const std::size_t inner = extent(w, 0);
  const std::size_t columns = extent(w, 1);
  matrix<T> y = matrix<T>::from_shape({rows, columns});
  for (std::size_t i = 0; i < rows; ++i) {
    T* out = y.data() + i * columns;
    std::copy_n(b.data(), columns, out);
    for (std::size_t k = 0; k < inner; ++k) {
      add_scaled(x(i, k), w.data() + k * columns, out, columns);
    }
  }
  return y;
}

// xᵀ dy: what a layer's weights get, from its input and the gradient of its output.
template <class T>
matrix<T> transposed_product(const matrix<T>& x, const matrix<T>& dy) {
  const std::size_t rows = extent(x, 0);
  const std::size_t inner = extent(x, 1);
  const std::size_t columns = extent(dy, 1);
  matrix<T> dw = xt::zeros<T>({inner, columns});
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < inner; ++k) {
      add_scaled(x(i, k), dy.data() + i * columns, dw.data() + k * columns, columns);
    }
  }
  return dw;
}

// dy wᵀ: what a layer's input gets.
template <class T, class Weights>
matrix<T> product_transposed(const matrix<T>& dy, const Weights& w) {
  const std::size_t rows = extent(dy, 0);
  const std::size_t inner = extent(w, 0);
  const std::size_t columns = extent(w, 1);
  matrix<T> dx = matrix<T>::from_shape({rows, inner});
  for (std::size_t i = 0; i < rows; ++i) {
    const T* from = dy.data() + i * columns;
    for (std::size_t k = 0; k < inner; ++k) {
      dx(i, k) = std::inner_product(from, from + columns, w.data() + k * columns, T{0});
    }
  }
  return dx;
}

// What a layer's bias gets.
template <class T>
vector<T> sum_of_rows(const matrix<T>& dy) {
  vector<T> db = xt::zeros<T>({extent(dy, 1)});
  for (std::size_t i = 0; i < extent(dy, 0); ++i) {
    add_scaled(T{1}, dy.data() + i * db.size(), db.data(), db.size());
  }
  return db;
}

template <class T>
struct activations {
  matrix<T> hidden, scores;
};

template <class T>
activations<T> forward(const optax::tree& params, const matrix<T>& images) {
  const auto parameter = [&params](const char* layer, const char* name) {
    return optax::as<T>(params[layer][name].leaf());  // a view: nothing is copied
  };
  matrix<T> hidden = xt::tanh(affine(images, parameter("layer1", "w"), parameter("layer1", "b")));
  matrix<T> scores = affine(hidden, parameter("layer2", "w"), parameter("layer2", "b"));
  return {std::move(hidden), std::move(scores)};
}

// Replaces a row of scores by probabilities. Returns -log of the label's.
template <class T>
double softmax_cross_entropy(std::span<T> row, std::size_t label) {
  const T largest = *std::ranges::max_element(row);
  const T label_score = row[label] - largest;
  T sum{0};
  for (T& x : row) sum += x = std::exp(x - largest);
  for (T& x : row) x /= sum;
  return static_cast<double>(std::log(sum) - label_score);
}

}  // namespace

template <class T>
optax::tree make_network(const network_shape& shape, std::uint64_t seed) {
  std::mt19937_64 rng = generator(seed, purpose::weights);
  const auto layer = [&rng](std::size_t inputs, std::size_t outputs) {
    matrix<T> w = matrix<T>::from_shape({inputs, outputs});
    const double limit = std::sqrt(6.0 / static_cast<double>(inputs + outputs));
    for (T& x : w) x = static_cast<T>(symmetric_uniform(limit, rng));
    return optax::tree{{"w", std::move(w)}, {"b", vector<T>(xt::zeros<T>({outputs}))}};
  };
  optax::tree first = layer(shape.inputs, shape.hidden);
  optax::tree second = layer(shape.hidden, shape.outputs);
  return {{"layer1", std::move(first)}, {"layer2", std::move(second)}};
}

template <class T>
score evaluate(const optax::tree& params, const matrix<T>& images,
               std::span<const std::size_t> labels) {
  matrix<T> scores = forward(params, images).scores;
  const std::size_t classes = extent(scores, 1);
  double loss = 0;
  std::size_t correct = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::span<T> row(scores.data() + i * classes, classes);
    loss += softmax_cross_entropy(row, labels[i]);
    correct +=
        std::ranges::max_element(row) - row.begin() == static_cast<std::ptrdiff_t>(labels[i]);
  }
  const auto n = static_cast<double>(labels.size());
  return {.loss = loss / n, .accuracy = static_cast<double>(correct) / n};
}

template <class T>
loss_and_gradient value_and_grad(const optax::tree& params, const matrix<T>& images,
                                 std::span<const std::size_t> labels) {
  auto [hidden, scores] = forward(params, images);
  const std::size_t classes = extent(scores, 1);

  // Mean cross-entropy; scores become its gradient by the scores: (softmax - one hot) / n.
  double loss = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    loss += softmax_cross_entropy(std::span<T>(scores.data() + i * classes, classes), labels[i]);
    scores(i, labels[i]) -= T{1};
  }
  scores /= static_cast<T>(labels.size());

  matrix<T> dhidden = product_transposed(scores, optax::as<T>(params["layer2"]["w"].leaf()));
  dhidden *= T{1} - hidden * hidden;  // through tanh

  return {.loss = loss / static_cast<double>(labels.size()),
          .gradient = {
              {"layer1", {{"w", transposed_product(images, dhidden)}, {"b", sum_of_rows(dhidden)}}},
              {"layer2", {{"w", transposed_product(hidden, scores)}, {"b", sum_of_rows(scores)}}}}};
}

template optax::tree make_network<float>(const network_shape&, std::uint64_t);
template optax::tree make_network<double>(const network_shape&, std::uint64_t);
template score evaluate<float>(const optax::tree&, const matrix<float>&,
                               std::span<const std::size_t>);
template score evaluate<double>(const optax::tree&, const matrix<double>&,
                                std::span<const std::size_t>);
template loss_and_gradient value_and_grad<float>(const optax::tree&, const matrix<float>&,
                                                 std::span<const std::size_t>);
template loss_and_gradient value_and_grad<double>(const optax::tree&, const matrix<double>&,
                                                  std::span<const std::size_t>);

}  // namespace digits
