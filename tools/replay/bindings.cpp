#include "replay/bindings.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "optaxx/core/errors.hpp"

namespace replay {
namespace {

using namespace optaxx;
using json = nlohmann::json;

constexpr int most_nested = 100;
constexpr std::uint64_t most_integer = std::numeric_limits<std::int64_t>::max();

binding binding_of(const json& j, int depth = 0) {
  if (depth > most_nested) throw format_error("has JSON that is too deep");
  if (j.is_null()) return none;
  if (j.is_boolean()) return j.get<bool>();
  if (j.is_number_unsigned() && j.get<std::uint64_t>() > most_integer)
    throw format_error("has an integer that is too large: " + j.dump());
  if (j.is_number_integer()) return j.get<std::int64_t>();
  if (j.is_number()) return j.get<double>();
  if (j.is_string()) return j.get<std::string>();
  if (j.is_array()) {
    std::vector<binding> items;
    for (const json& item : j) items.push_back(binding_of(item, depth + 1));
    return binding::list(std::move(items));
  }
  std::vector<std::pair<binding, binding>> items;
  for (const auto& item : j.items()) {
    items.emplace_back(item.key(), binding_of(item.value(), depth + 1));
  }
  return binding::dict(std::move(items));
}

json parsed(std::string_view text) {
  try {
    return json::parse(text);
  } catch (const json::exception& e) {
    throw format_error("has bad JSON: " + std::string(e.what()));
  }
}

binding binding_of_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) throw format_error(file + " cannot be read");
  try {
    return binding_of(parsed(text.str()));
  } catch (const format_error& e) {
    throw format_error(file + " " + e.what());
  }
}

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

void add(bindings& result, std::string_view argument) {
  const std::size_t equals = argument.find('=');
  const std::string_view name = argument.substr(0, equals);
  if (equals == argument.npos || !is_identifier(name)) throw format_error("name=value is wanted");
  const std::string value(argument.substr(equals + 1));
  binding b = value.ends_with(".json") ? binding_of_file(value) : binding::read(value);
  if (!result.emplace(name, std::move(b)).second)
    throw format_error("'" + std::string(name) + "' is bound already");
}

}  // namespace

bindings bindings_of_json(std::string_view text) {
  const json names = parsed(text);
  if (!names.is_object()) throw format_error("has no JSON object of bindings");
  bindings result;
  for (const auto& item : names.items()) result.emplace(item.key(), binding_of(item.value()));
  return result;
}

bindings bindings_of_arguments(const std::vector<std::string>& arguments) {
  bindings result;
  for (const std::string& argument : arguments) {
    try {
      add(result, argument);
    } catch (const format_error& e) {
      throw format_error("--bind " + argument + ": " + e.what());
    }
  }
  return result;
}

transformation bound_recipe(std::string_view text, bindings own, const bindings& given) {
  if (!given.empty()) {
    const std::vector<std::string> needed = unbound_names(text);
    for (const auto& [name, value] : given) {
      if (std::find(needed.begin(), needed.end(), name) == needed.end()) {
        throw format_error("--bind " + name + ": the recipe does not use that name, or defines it");
      }
      own.insert_or_assign(name, value);
    }
  }
  return recipe(text, own);
}

}  // namespace replay
