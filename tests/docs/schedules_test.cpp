// The schedules of docs/schedules.md against their formulas.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <optaxx/optaxx.hpp>

namespace {

namespace optax = optaxx;

constexpr double rate = 0.1;
constexpr double gamma = 0.5;
constexpr double eta_min = 1e-3;
constexpr double k = 0.05;

double cosine(double t, double period) {
  return eta_min + (rate - eta_min) * (1 + std::cos(std::numbers::pi * t / period)) / 2;
}

template <class Formula>
void expect_values(const optax::schedule& s, const Formula& formula) {
  for (int t = 0; t < 120; ++t) EXPECT_NEAR(s(t), formula(t), 1e-7) << "step " << t;
}

TEST(docs_schedules, decay_in_steps) {
  const auto step_decay = optax::exponential_decay(rate, 30, gamma, {.staircase = true});
  expect_values(step_decay, [](int t) { return rate * std::pow(gamma, t / 30); });
  const auto milestones =
      optax::piecewise_constant_schedule(rate, {{30, gamma}, {80, gamma}, {90, gamma}});
  expect_values(milestones, [](int t) {
    return rate * std::pow(gamma, (t >= 30 ? 1 : 0) + (t >= 80 ? 1 : 0) + (t >= 90 ? 1 : 0));
  });
}

TEST(docs_schedules, decay_exponentially) {
  const auto exponential = optax::exponential_decay(rate, 1, std::exp(-k));
  expect_values(exponential, [](int t) { return rate * std::exp(-k * t); });
}

TEST(docs_schedules, anneal) {
  const auto annealing = optax::cosine_decay_schedule(rate, 100, eta_min / rate);
  expect_values(annealing, [](int t) { return t < 100 ? cosine(t, 100) : eta_min; });
  const auto restarts = optax::sgdr_schedule(
      {{rate, rate, 0, 10, eta_min}, {rate, rate, 0, 20, eta_min}, {rate, rate, 0, 40, eta_min}});
  expect_values(restarts, [](int t) {
    if (t < 10) return cosine(t, 10);
    if (t < 30) return cosine(t - 10, 20);
    return t < 70 ? cosine(t - 30, 40) : eta_min;
  });
}

TEST(docs_schedules, warm_up) {
  const auto annealing = optax::cosine_decay_schedule(rate, 100, eta_min / rate);
  const auto warmup = optax::linear_schedule(rate / 10, rate, 9);
  const auto warmup_then_cosine = optax::join_schedules({warmup, annealing}, {10});
  expect_values(warmup_then_cosine, [](int t) {
    if (t < 10) return rate * (t + 1) / 10;
    return t < 110 ? cosine(t - 10, 100) : eta_min;
  });
}

}  // namespace
