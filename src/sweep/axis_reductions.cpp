// Reductions over axes that rules ask for in mid-step, and kernels that read their results.
#include <array>
#include <stdexcept>

#include "core/flush_guard.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

std::uint32_t step_recording::read(const step_recording& results) {
  if (axis_results::result* const own = reductions_.find(&results))
    return reductions_.read(*own, *own->axes);
  axis_results::result* const other = beside_ == nullptr ? nullptr : beside_->find(&results);
  if (other == nullptr || other->axes != axes_) {
    throw std::logic_error(function_of(*trees_.plan) +
                           ": a kernel reads results of a reduction of other leaves");
  }
  return reductions_.read(*other, *axes_->each);
}

// What can go wrong does so before the kernel is recorded.
void step_recording::read_all(std::span<const kernel_argument> arguments) {
  for (const kernel_argument& a : arguments) {
    if (a.results() != nullptr) read(*a.results());
  }
}

void step_recording::reduce_axes(axis_fold how, std::span<const leaf_axes* const> over,
                                 const kernel_detail::erased& term,
                                 std::span<const kernel_argument> arguments,
                                 step_recording** results) {
  exec::axis_pass::expect_together(over);
  const leaf_set& set = over[0]->set;
  const exec::recorded_op op = make(term, arguments, &set);
  if (!slots_.replaced().empty()) begin_phase_if_changed(arguments, &set);
  phase& p = current();
  p.ops.push_back(op);
  const flush_guard guard;
  evaluate(pass_reason::axes, set.positions);
  const std::size_t first = reductions_.size();
  for (const leaf_axes* axes : over) {
    reductions_.add(*axes).prepare(
        [&](std::size_t i) { return reduction_.out_type(set.positions[i]); });
  }
  std::array<std::span<array>, exec::axis_pass::most_reductions> values;
  for (std::size_t i = 0; i < over.size(); ++i)
    values[i] = reductions_.used()[first + i]->values.leaves();
  exec::axis_pass& pass = reductions_.used()[first]->pass;
  pass.prepare(*trees_.plan, how, over);
  pass.run(reduction_, {values.data(), over.size()});
  p.ops.pop_back();
  for (std::size_t i = 0; i < over.size(); ++i) {
    axis_results::result& r = *reductions_.used()[first + i];
    trees t = trees_;
    t.plan = &over[i]->results;
    t.grads = &r.values;
    t.params = nullptr;
    t.known = nullptr;
    t.grads_version = 0;
    t.params_version = 0;
    t.why = pass_reason::results;
    r.recording->begin(t);
    r.recording->beside_ = &reductions_;
    r.recording->axes_ = over[i];
    r.recording->tell(watch_);
    results[i] = r.recording.get();
  }
}

}  // namespace optaxx
