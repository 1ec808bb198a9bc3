#include "optaxx/schedules/join_schedules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/power.hpp"

namespace optaxx {
namespace {

class joined final : public schedule_function {
 public:
  explicit joined(const join_schedules_options<>& o) : o_(o) {}

  schedule_value at(step_t count, bool x64) const override {
    schedule_value result = o_.schedules[0].at(count, x64);
    if (o_.boundaries.empty()) return result;
    for (std::size_t i = 0; i < o_.boundaries.size(); ++i) {
      const step_t since = count - o_.boundaries[i];
      const schedule_value part = o_.schedules[i + 1].at(std::max<step_t>(since, 0), x64);
      if (since >= 0) result.value = part.value;
      result.single = result.single || part.single;
    }
    if (result.single || !x64) {
      result.value = detail::flushed([&] { return static_cast<float>(result.value); });
    }
    return result;
  }
  std::string describe() const override {
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
