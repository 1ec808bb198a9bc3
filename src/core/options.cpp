#include "optaxx/core/options.hpp"

#include "core/python.hpp"

namespace optaxx {

std::vector<std::string> split_names(std::string_view list) {
  constexpr std::string_view space = " \t\n";
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::string_view part = list.substr(0, list.find(','));
    list.remove_prefix(part.size() == list.size() ? part.size() : part.size() + 1);
    const std::size_t first = part.find_first_not_of(space);
    if (first == std::string_view::npos) continue;
    names.emplace_back(part.substr(first, part.find_last_not_of(space) - first + 1));
  }
  return names;
}

std::string option_text(const number& value) { return value.text(); }
std::string option_text(bool value) { return detail::python_repr(value); }
std::string option_text(std::int64_t value) { return std::to_string(value); }
std::string option_text(dtype value) {
  return value == dtype::boolean ? "jnp.bool_" : "jnp." + std::string(name_of(value));
}
std::string option_text(const std::string& value) { return detail::python_repr(value); }
std::string option_text(const scalar_or_schedule& value) { return value.text(); }
std::string option_text(const schedule& value) { return value.describe(); }
std::string option_text(const leaf_mask& value) { return value.text(); }
std::string option_text(const leaf_labels& value) { return value.text(); }

}  // namespace optaxx
