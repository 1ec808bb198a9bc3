#include "optaxx/core/schedule.hpp"

#include <stdexcept>

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

}  // namespace

schedule::schedule(std::function<double(step_t)> f, std::string name) {
  if (!f) throw std::invalid_argument("schedule: '" + name + "' is an empty function");
  function_ = std::make_shared<const named_function>(std::move(f), std::move(name));
}

}  // namespace optaxx
