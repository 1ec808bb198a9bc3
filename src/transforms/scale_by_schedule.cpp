#include "optaxx/transforms/scale_by_schedule.hpp"

#include "kernels/scale.hpp"

namespace optaxx {
namespace {

class scale_by_schedule_rule final : public rule {
 public:
  explicit scale_by_schedule_rule(const scale_by_schedule_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByScheduleState");
    state.scalar("count", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.map(kernels::scale<double>{s.at(o_.step_size_fn, s.get(state["count"]))});
    s.increment(state["count"]);
  }
  call describe() const override {
    return call_of<scale_by_schedule_options<given>>("optax.scale_by_schedule", o_);
  }

 private:
  scale_by_schedule_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_schedule(const scale_by_schedule_options<>& o) {
  return scale_by_schedule_rule(o);
}

}  // namespace optaxx
