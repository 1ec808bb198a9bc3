#include "optaxx/core/schedule.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

namespace optaxx {
namespace {

// A callable of the user's. It runs in the floating-point environment of whoever asks: the
// caller's.
class named_function : public schedule_function {
 public:
  named_function(std::function<double(step_t)> f, std::string name)
      : f_(std::move(f)), name_(std::move(name)) {}

  schedule_value at(step_t count, bool) const override { return {f_(count), false}; }
  std::string describe() const override { return name_; }

 private:
  std::function<double(step_t)> f_;
  std::string name_;
};

// Python's keywords, and what a recipe knows without an import.
constexpr std::string_view taken =
    " False None True and as assert async await break class continue def del elif else except"
    " finally for from global if import in is lambda nonlocal not or pass raise return try"
    " while with yield __name__ abs absl all any argparse bool callable dict enumerate float"
    " frozenset getattr hasattr int isinstance len list logger logging map max min"
    " ml_collections print range round set sorted str sum tuple types warnings zip flax fnmatch"
    " functools jax jnp math np numpy optax optaxx partial re repr AssertionError AttributeError"
    " Exception IndexError KeyError NotImplementedError RuntimeError TypeError ValueError ";

// Whether describe() may show it as a free name, for a caller to bind.
bool is_free_name(std::string_view name) {
  const auto in_a_name = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), in_a_name) &&
         std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         taken.find(' ' + std::string(name) + ' ') == taken.npos;
}

}  // namespace

schedule::schedule(std::function<double(step_t)> f, std::string name) {
  if (!f) throw std::invalid_argument("schedule: '" + name + "' is an empty function");
  if (!is_free_name(name)) {
    throw std::invalid_argument("schedule: the name '" + name +
                                "' means something else in Python, or is no name there");
  }
  function_ = std::make_shared<const named_function>(std::move(f), std::move(name));
}

}  // namespace optaxx
