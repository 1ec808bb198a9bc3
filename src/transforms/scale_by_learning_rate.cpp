#include "optaxx/transforms/scale_by_learning_rate.hpp"

#include <utility>

#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_schedule.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
namespace {

// A schedule with the other sign; exact in every precision.
class negated final : public schedule_function {
 public:
  explicit negated(schedule s) : schedule_(std::move(s)) {}
  number at(const number& count, bool x64) const override {
    return schedule_.at(count, x64).negated();
  }
  std::string describe() const override {
    return "lambda count: -" + schedule_.describe() + "(count)";
  }

 private:
  schedule schedule_;
};

transformation scaling(const scale_by_learning_rate_options<>& o) {
  if (!o.learning_rate) return identity();
  if (o.learning_rate->is_schedule()) {
    const schedule& rate = o.learning_rate->as_schedule();
    return scale_by_schedule(o.flip_sign ? schedule(negated(rate)) : rate);
  }
  const number& rate = o.learning_rate->as_number();
  return scale(o.flip_sign ? rate.negated() : rate);
}

}  // namespace

transformation detail::make_scale_by_learning_rate(const scale_by_learning_rate_options<>& o) {
  return alias(call_of<scale_by_learning_rate_options<>>("optax.scale_by_learning_rate", o),
               scaling(o));
}

}  // namespace optaxx
