#include "optaxx/combinators/condition.hpp"

#include "core/described_function.hpp"

namespace optaxx {

std::string option_text(const condition& value) {
  return detail::expression_of<bool(step_t, const extra_args&)>(value, "should_transform_fn");
}

}  // namespace optaxx
