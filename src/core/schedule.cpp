#include "optaxx/core/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string_view>

#include "core/element.hpp"
#include "core/flush_guard.hpp"

namespace optaxx {
namespace {

constexpr double largest_count = 0x1p53;

bool is_whole(double count) {
  return detail::unflushed([&] { return count == std::floor(count); });
}

// A callable of the user's. It runs in the floating-point environment of whoever asks: the
// caller's.
class named_function : public schedule_function {
 public:
  named_function(detail::erased_step_function f, std::string name)
      : f_(std::move(f)), name_(std::move(name)) {}

  number at(const number& count, bool) const override {
    if (f_.whole_steps && !is_whole(count)) {
      throw std::invalid_argument("schedule: '" + name_ + "' is a function of whole steps, got " +
                                  count.text() + ": give it a parameter of type double");
    }
    return f_.f(count);
  }
  std::string describe() const override { return name_; }

 private:
  detail::erased_step_function f_;
  std::string name_;
};

// Python's keywords, and what a recipe knows without an import.
constexpr std::string_view taken =
    " False None True and as assert async await break class continue def del elif else except"
    " finally for from global if import in is lambda nonlocal not or pass raise return try"
    " while with yield __name__ abs absl all any argparse bool callable collections dict enumerate "
    "float"
    " frozenset getattr hasattr int isinstance len list logger logging map max min"
    " ml_collections operator print range round set sorted str sum tuple types typing warnings zip"
    " flax fnmatch"
    " functools jax jnp math np numpy optax optaxx partial re repr AssertionError AttributeError"
    " Exception IndexError KeyError NotImplementedError RuntimeError TypeError ValueError ";

// Whether describe() may show it as a free name, for a caller to bind.
bool is_free_name(std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto in_a_name = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), in_a_name) && !is_digit(name[0]) &&
         taken.find(' ' + std::string(name) + ' ') == taken.npos;
}

}  // namespace

schedule::schedule(detail::erased_step_function f, std::string name) {
  if (!f.f) throw std::invalid_argument("schedule: '" + name + "' is an empty function");
  if (!is_free_name(name)) {
    throw std::invalid_argument("schedule: the name '" + name +
                                "' means something else in Python, or is no name there");
  }
  *this = named_function(std::move(f), std::move(name));
}

double schedule::operator()(const number& count, dtype leaves) const {
  if (!is_floating(leaves)) {
    throw std::invalid_argument("schedule: a step multiplies leaves of floats, not of " +
                                std::string(name_of(leaves)));
  }
  const caller_guard environment;
  // A count that was read from a state is a double here, and the step's is an int.
  const bool whole = is_whole(count) && std::abs(count) < largest_count;
  const number step = whole ? number(static_cast<step_t>(count.value())) : count;
  if (leaves == dtype::f64) return at(step, true).value();
  const double value = at(step, false).value();
  return detail::flushed(
      [&] { return static_cast<double>(detail::number_for(leaves, static_cast<float>(value))); });
}

}  // namespace optaxx
