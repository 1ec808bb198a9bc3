#include "digits/network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "digits/random.hpp"

namespace digits {
namespace {

struct example {
  xt::xtensor<double, 2> images;
  std::vector<std::size_t> labels;
};

example random_example(std::size_t n, const network_shape& shape) {
  std::mt19937_64 rng = generator(7, purpose::batches);
  example e{xt::xtensor<double, 2>::from_shape({n, shape.inputs}), {}};
  for (double& x : e.images) x = symmetric_uniform(1.0, rng);
  for (std::size_t i = 0; i < n; ++i) {
    e.labels.push_back(static_cast<std::size_t>(below(shape.outputs, rng)));
  }
  return e;
}

TEST(network, has_small_weights_and_no_biases_at_first) {
  const optax::tree params = make_network<float>({}, 0);
  const optax::array& w = params["layer1"]["w"].leaf();
  ASSERT_EQ(w.shape(), (optax::shape{64, 32}));
  for (const float x : w.values<float>()) ASSERT_LE(std::abs(x), 0.25F);  // sqrt(6 / 96)
  for (const float x : params["layer2"]["b"].leaf().values<float>()) ASSERT_EQ(x, 0.0F);
}

TEST(network, is_the_same_for_the_same_seed) {
  EXPECT_EQ(make_network<float>({}, 3), make_network<float>({}, 3));
  EXPECT_FALSE(make_network<float>({}, 3) == make_network<float>({}, 4));
}

TEST(network, without_a_preference_loses_the_logarithm_of_the_number_of_classes) {
  const network_shape shape{.inputs = 3, .hidden = 4, .outputs = 10};
  optax::tree params = make_network<double>(shape, 0);
  for (optax::array& leaf : params.leaves()) leaf = optax::array(optax::dtype::f64, leaf.shape());
  const example e = random_example(5, shape);
  EXPECT_NEAR(evaluate(params, e.images, e.labels).loss, std::log(10.0), 1e-12);
}

TEST(network, survives_scores_that_would_overflow_an_exponential) {
  const network_shape shape{.inputs = 1, .hidden = 1, .outputs = 2};
  optax::tree params = make_network<float>(shape, 0);
  params["layer2"]["b"].leaf().mutable_data<float>()[1] = 1e4F;
  const xt::xtensor<float, 2> image{{0.5F}};
  const std::vector<std::size_t> right{1}, wrong{0};
  EXPECT_EQ(evaluate(params, image, right).loss, 0.0);
  EXPECT_EQ(evaluate(params, image, right).accuracy, 1.0);
  EXPECT_NEAR(evaluate(params, image, wrong).loss, 1e4, 10.0);
}

// Every derivative against the central difference of the loss. With a step of 1e-5 and doubles, the
// difference is off by about 1e-10 (truncation) + 1e-11 (rounding).
TEST(network, has_the_gradient_that_differences_of_the_loss_show) {
  const network_shape shape{.inputs = 6, .hidden = 5, .outputs = 4};
  optax::tree params = make_network<double>(shape, 1);
  for (optax::array& leaf : params.leaves()) leaf.mutable_data<double>()[0] += 0.1;  // biases too
  const example e = random_example(7, shape);
  const loss_and_gradient result = value_and_grad(params, e.images, e.labels);
  EXPECT_DOUBLE_EQ(result.loss, evaluate(params, e.images, e.labels).loss);

  constexpr double h = 1e-5;
  for (std::size_t i = 0; i < params.leaves().size(); ++i) {
    optax::array& leaf = params.leaves()[i];
    for (std::size_t j = 0; j < leaf.size(); ++j) {
      double& x = leaf.mutable_data<double>()[j];
      const double before = x;
      x = before + h;
      const double above = evaluate(params, e.images, e.labels).loss;
      x = before - h;
      const double below = evaluate(params, e.images, e.labels).loss;
      x = before;
      EXPECT_NEAR(result.gradient.leaves()[i].data<double>()[j], (above - below) / (2 * h), 1e-9)
          << params.path(i) << "[" << j << "]";
    }
  }
}

TEST(network, has_the_same_gradient_in_float_but_for_rounding) {
  const network_shape shape{.inputs = 6, .hidden = 5, .outputs = 4};
  const example e = random_example(7, shape);
  const optax::tree exact =
      value_and_grad(make_network<double>(shape, 1), e.images, e.labels).gradient;
  const optax::tree rounded =
      value_and_grad(make_network<float>(shape, 1), xt::xtensor<float, 2>(e.images), e.labels)
          .gradient;
  for (std::size_t i = 0; i < exact.leaves().size(); ++i) {
    for (std::size_t j = 0; j < exact.leaves()[i].size(); ++j) {
      EXPECT_NEAR(rounded.leaves()[i].data<float>()[j], exact.leaves()[i].data<double>()[j], 1e-6)
          << exact.path(i) << "[" << j << "]";
    }
  }
}

}  // namespace
}  // namespace digits
