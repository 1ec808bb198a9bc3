#include "optaxx/transforms/scale_by_rss.hpp"

#include "kernels/scale_by_rss.hpp"

namespace optaxx {
namespace {

class scale_by_rss_rule final : public rule {
 public:
  explicit scale_by_rss_rule(const scale_by_rss_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByRssState");
    state.slot("sum_of_squares", {.value = o_.initial_accumulator_value});
  }
  void update(sweep& s, const state_view& state) const override {
    s.map(kernels::scale_by_rss<double>{o_.eps}, state["sum_of_squares"]);
  }
  call describe() const override {
    return call_of<scale_by_rss_options<>>("optax.scale_by_rss", o_);
  }

 private:
  scale_by_rss_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_rss(const scale_by_rss_options<>& o) {
  return scale_by_rss_rule(o);
}

}  // namespace optaxx
