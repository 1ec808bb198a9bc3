#include "optaxx/transforms/measurement.hpp"

#include "core/described_function.hpp"

namespace optaxx {

std::string measurement::text() const {
  if (parts_->made) return parts_->made->text();
  return parts_->filter ? describe(*parts_->filter) : option_text(parts_->function);
}

std::string option_text(const measure& value) {
  return detail::expression_of<tree(const tree&, bool)>(value, "measure");
}

std::string option_text(const measurements& value) {
  std::string text;
  for (const auto& [name, m] : value)
    text += (text.empty() ? "{" : ", ") + option_text(name) + ": " + m.text();
  return text.empty() ? "{}" : text + "}";
}

}  // namespace optaxx
