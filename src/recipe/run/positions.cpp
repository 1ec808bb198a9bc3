#include "recipe/run/positions.hpp"

#include <fmt/format.h>

#include "recipe/text/source.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {

std::int64_t position_value(const value& v, std::uint32_t at) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  const auto* s = v.get<jax_scalar>();
  if (s == nullptr || !is_int(s->type)) throw fault{at, "expected a position, got " + described(v)};
  return static_cast<std::int64_t>(s->value);
}

std::size_t position_of(const value& index, std::size_t items, std::uint32_t at) {
  const std::int64_t i = position_value(index, at);
  const auto size = static_cast<std::int64_t>(items);
  const std::int64_t position = i < 0 ? i + size : i;
  if (position < 0 || position >= size)
    throw fault{at, fmt::format("there are {} items, and no number {}", size, i)};
  return static_cast<std::size_t>(position);
}

}  // namespace optaxx::recipes
