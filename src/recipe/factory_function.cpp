#include "recipe/factory_function.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace optaxx::recipes {

std::vector<const argument*> match_arguments(const std::string& function, const call_site& site,
                                             const std::vector<std::string>& parameters,
                                             std::size_t required) {
  std::vector<const argument*> chosen(parameters.size(), nullptr);
  for (std::size_t i = 0; i < site.arguments.size(); ++i) {
    const argument& a = site.arguments[i];
    std::size_t position = i;
    if (!a.keyword.empty()) {
      position = static_cast<std::size_t>(
          std::find(parameters.begin(), parameters.end(), a.keyword) - parameters.begin());
      if (position == parameters.size()) {
        throw fault{a.at, fmt::format("{} has no argument '{}'{}", function, a.keyword,
                                      suggestion(a.keyword, parameters))};
      }
    } else if (position >= parameters.size()) {
      throw fault{a.at, fmt::format("{} takes {} arguments", function, parameters.size())};
    }
    if (chosen[position] != nullptr)
      throw fault{a.at, fmt::format("{}: {} is given twice", function, parameters[position])};
    chosen[position] = &a;
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < required; ++i) {
    if (chosen[i] == nullptr) missing.push_back(parameters[i]);
  }
  if (missing.empty()) return chosen;
  throw fault{site.at, fmt::format("{} needs the argument{} {}", function,
                                   missing.size() == 1 ? "" : "s", quoted_list(missing))};
}

}  // namespace optaxx::recipes
