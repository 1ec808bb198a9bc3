#include "optaxx/inspect_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "io/json_text.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/json_line.hpp"
#include "optaxx/printable.hpp"
#include "replay/file.hpp"
#include "tensors/statistics.hpp"

namespace {

using optaxx::io::safetensors;
using optaxx::io::tensor;

// NumPy's name, or safetensors' own for what arrays here do not have.
std::string type_text(const tensor& t) {
  try {
    return std::string(name_of(optaxx::io::dtype_of_tag(t.tag)));
  } catch (const optaxx::format_error&) {
    return t.tag;
  }
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

std::size_t bytes_in(const safetensors& file) {
  std::size_t bytes = 0;
  for (const auto& item : file.entries) bytes += item.second.bytes.size();
  return bytes;
}

void print_as_json(const std::string& name, const safetensors& file) {
  nlohmann::ordered_json line;
  line["file"] = name;
  line["bytes"] = bytes_in(file);
  line["metadata"] = file.metadata;
  line["arrays"] = nlohmann::ordered_json::array();
  for (const auto& [path, t] : file.entries) {
    const auto s = tensors::statistics_of(t);
    nlohmann::ordered_json a;
    a["name"] = path;
    a["dtype"] = type_text(t);
    a["shape"] = t.shape;
    a["bytes"] = t.bytes.size();
    if (s) {
      a["min"] = s->min;
      a["max"] = s->max;
      a["mean"] = s->mean;
      a["rms"] = s->rms;
      a["zeros"] = s->zeros;
      a["nonfinite"] = s->nonfinite;
    }
    line["arrays"].push_back(std::move(a));
  }
  print_json(line);
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t slash; (slash = path.find('/')) != path.npos; path.remove_prefix(slash + 1))
    parts.push_back(path.substr(0, slash));
  parts.push_back(path);
  return parts;
}

// A line per leaf, and one for every container before its first.
void print_tree(const safetensors& file) {
  constexpr std::size_t most_wide = 40;
  std::size_t width = 10;
  for (const auto& item : file.entries) {
    const auto parts = parts_of(item.first);
    const std::size_t last = printable(parts.back()).size();
    width = std::max(width, std::min(most_wide, 2 * (parts.size() - 1) + last));
  }
  fmt::print("{:{}}  {:8} {:14} {:>10} {:>11} {:>11} {:>11} {:>11} {:>8} {:>10}\n", "", width,
             "dtype", "shape", "bytes", "min", "max", "mean", "rms", "zeros", "non-finite");
  std::vector<std::string_view> open;
  for (const auto& [path, t] : file.entries) {
    const std::vector<std::string_view> parts = parts_of(path);
    const std::size_t same = static_cast<std::size_t>(
        std::mismatch(open.begin(), open.end(), parts.begin(), parts.end() - 1).first -
        open.begin());
    for (std::size_t i = same; i + 1 < parts.size(); ++i)
      fmt::print("{:{}}{}\n", "", 2 * i, printable(parts[i]));
    open.assign(parts.begin(), parts.end() - 1);
    const auto s = tensors::statistics_of(t);
    const std::string name = std::string(2 * open.size(), ' ') + printable(parts.back());
    fmt::print("{:{}}  {:8} {:14} {:>10}", name, width, printable(type_text(t)),
               shape_text(t.shape), t.bytes.size());
    if (s) {
      fmt::print(" {:>11.4g} {:>11.4g} {:>11.4g} {:>11.4g} {:>8} {:>10}", s->min, s->max, s->mean,
                 s->rms, s->zeros, s->nonfinite);
    }
    fmt::print("\n");
  }
}

void print_text(const std::string& name, const safetensors& file) {
  fmt::print("{}: {} arrays, {} bytes\n", printable(name), file.entries.size(), bytes_in(file));
  for (const auto& [key, value] : file.metadata) {
    std::string line = optaxx::io::shortened(value);
    std::replace(line.begin(), line.end(), '\n', ' ');
    fmt::print("  {:10} {}\n", printable(key), printable(line));
  }
  print_tree(file);
}

}  // namespace

int inspect_command::run() const {
  const safetensors contents = replay::read_safetensors(file);
  json ? print_as_json(file, contents) : print_text(file, contents);
  return 0;
}
