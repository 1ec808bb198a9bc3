#include "optaxx/schedules/join_schedules.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include "core/flush_guard.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {
namespace {

// In which order the types of numbers yield to one another: bools to ints, these to floats, and a
// number of Python to an array of its kind.
int rank(const number& n) {
  if (!n.dtype()) return n.integral() ? 1 : 4;
  switch (*n.dtype()) {
    case dtype::boolean:
      return 0;
    case dtype::i32:
      return 2;
    case dtype::i64:
      return 3;
    case dtype::f64:
      return 6;
    default:
      return 5;
  }
}

// jnp.where: the one number, of the type of both.
number either(const number& one, const number& other, bool x64) {
  const number& wider = rank(one) < rank(other) ? other : one;
  if (wider.integral()) return one;
  const bool single = wider.dtype() ? wider.dtype() == dtype::f32 : !x64;
  const double value =
      single ? detail::flushed([&] { return static_cast<double>(static_cast<float>(one.value())); })
             : one.value();
  if (wider.dtype()) return {value, *wider.dtype()};
  return value;
}

// Where a part begins to count, from a step in front of it.
number first_step(const number& since) {
  const double fraction = detail::unflushed([&] { return since - std::floor(since); });
  if (since.dtype()) return {fraction, *since.dtype()};
  return since.integral() ? number(0) : number(fraction);
}

class joined final : public schedule_function {
 public:
  explicit joined(const join_schedules_options<>& o) : o_(o) {}

  number at(const number& count, bool x64) const override {
    const detail::nesting one_more;
    number result = o_.schedules[0].at(count, x64);
    if (o_.boundaries.empty()) return result;
    for (std::size_t i = 0; i < o_.boundaries.size(); ++i) {
      const number since = detail::difference(count, o_.boundaries[i], x64);
      const bool begun = detail::unflushed([&] { return since >= 0; });
      const number part = o_.schedules[i + 1].at(begun ? since : first_step(since), x64);
      result = either(begun ? part : result, begun ? result : part, x64);
    }
    return result;
  }
  std::string describe() const override {
    const detail::nesting one_more;
    return call_of<join_schedules_options<given, given>>("optax.join_schedules", o_).text();
  }

 private:
  join_schedules_options<> o_;
};

}  // namespace

schedule detail::make_join_schedules(const join_schedules_options<>& o) {
  if (o.schedules.size() != o.boundaries.size() + 1) {
    throw std::invalid_argument(
        fmt::format("join_schedules: boundaries must be one less than schedules, got {} boundaries "
                    "for {} schedules",
                    o.boundaries.size(), o.schedules.size()));
  }
  return joined(o);
}

}  // namespace optaxx
