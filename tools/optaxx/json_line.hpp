#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

/// JSON has no infinity; the largest double takes its place.
inline double json_number(double d) { return std::min(d, std::numeric_limits<double>::max()); }

inline void print_json(const nlohmann::ordered_json& line) {
  fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}
