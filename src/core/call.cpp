#include "optaxx/core/call.hpp"

namespace optaxx {

std::string call::text() const {
  if (arguments.empty() && function.find('.') == function.npos) return function;
  std::string result = function + "(";
  bool first = true;
  for (const auto& [keyword, value] : arguments) {
    if (!first) result += ", ";
    first = false;
    if (!keyword.empty()) result += keyword + "=";
    result += value;
  }
  return result + ")";
}

}  // namespace optaxx
