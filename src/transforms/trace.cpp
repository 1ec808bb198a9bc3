#include "optaxx/transforms/trace.hpp"

#include "kernels/trace.hpp"
#include "kernels/trace_nesterov.hpp"

namespace optaxx {
namespace {

class trace_rule final : public rule {
 public:
  explicit trace_rule(const trace_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("TraceState");
    state.slot("trace", {.dtype = o_.accumulator_dtype});
  }
  void update(sweep& s, const state_view& state) const override {
    if (o_.nesterov) {
      s.map(kernels::trace_nesterov<double>{o_.decay}, state["trace"]);
    } else {
      s.map(kernels::trace<double>{o_.decay}, state["trace"]);
    }
  }
  call describe() const override { return call_of<trace_options<given>>("optax.trace", o_); }

 private:
  trace_options<> o_;
};

}  // namespace

transformation detail::make_trace(const trace_options<>& o) { return trace_rule(o); }

}  // namespace optaxx
