#include "optaxx/schedules/constant_schedule.hpp"

#include <string>

namespace optaxx {
namespace {

class constant final : public schedule_function {
 public:
  explicit constant(const constant_schedule_options<>& o) : o_(o) {}

  number at(const number&, bool) const override { return o_.value; }
  std::string describe() const override {
    return call_of<constant_schedule_options<given>>("optax.constant_schedule", o_).text();
  }

 private:
  constant_schedule_options<> o_;
};

}  // namespace

schedule detail::make_constant_schedule(const constant_schedule_options<>& o) {
  return constant(o);
}

}  // namespace optaxx
