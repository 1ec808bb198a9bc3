#include "optaxx/combinators/every_k.hpp"

#include <stdexcept>

#include "core/described_function.hpp"

namespace optaxx {
namespace {

std::int64_t integer_of(const number& k, step_t gradient_step) {
  const bool integral = k.dtype() ? !is_floating(*k.dtype()) : k.integral();
  if (integral) return static_cast<std::int64_t>(k.value());
  throw std::invalid_argument("multi_steps: every_k_schedule must give integers, got " + k.text() +
                              " at gradient step " + std::to_string(gradient_step));
}

}  // namespace

every_k::every_k(std::int64_t k, std::function<std::int64_t(step_t)> f)
    : k_(k), function_(std::move(f)) {
  if (!function_ && k_ < 1) {
    throw std::invalid_argument("multi_steps: every_k_schedule must be at least 1, got " +
                                std::to_string(k_));
  }
}

every_k::every_k(schedule s) : every_k(0, [s](step_t n) { return integer_of(s.at(n, false), n); }) {
  text_ = s.describe();
}

std::int64_t every_k::at(step_t gradient_step) const {
  if (!function_) return k_;
  const std::int64_t k = function_(gradient_step);
  if (k >= 1) return k;
  throw std::invalid_argument("multi_steps: every_k_schedule must be at least 1, got " +
                              std::to_string(k) + " at gradient step " +
                              std::to_string(gradient_step));
}

std::string every_k::text() const {
  return function_ ? detail::expression_of(function_, text_.c_str()) : std::to_string(k_);
}

std::string option_text(const every_k& value) { return value.text(); }

}  // namespace optaxx
