#include "sweep/axis_results.hpp"

#include "sweep/recording.hpp"

namespace optaxx {

axis_results::axis_results() = default;
axis_results::~axis_results() = default;

axis_results::result& axis_results::add(const leaf_axes& axes) {
  if (used_ == results_.size()) results_.push_back(std::make_unique<result>());
  result& r = *results_[used_];
  if (r.axes != &axes) {
    result made;
    made.axes = &axes;
    made.recording = std::make_unique<step_recording>();
    r = std::move(made);
  }
  r.read = 0;
  ++used_;
  return r;
}

axis_results::result* axis_results::find(const step_recording* recording) {
  for (const auto& r : used()) {
    if (r->recording.get() == recording) return r.get();
  }
  return nullptr;
}

std::uint32_t axis_results::read(result& r, const leaf_axes& axes) {
  const std::uint64_t now = r.recording->revision();
  if (r.read == 0 || r.readings[r.read - 1]->revision != now) {
    if (r.read == r.readings.size()) r.readings.push_back(std::make_unique<result::reading>());
    result::reading& made = *r.readings[r.read];
    r.recording->read_updates(made.values, pass_reason::results);
    made.revision = now;
    ++r.read;
  }
  const std::span<const array> values = r.readings[r.read - 1]->values;
  for (std::uint32_t i = 0; i < operands_.size(); ++i) {
    if (operands_[i].values.data() == values.data() && operands_[i].axes == &axes) return i;
  }
  operands_.push_back({&axes, values});
  return static_cast<std::uint32_t>(operands_.size() - 1);
}

}  // namespace optaxx
