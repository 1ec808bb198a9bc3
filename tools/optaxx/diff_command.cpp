#include "optaxx/diff_command.hpp"

#include <fmt/format.h>

#include <vector>

#include "optaxx/json_line.hpp"
#include "optaxx/printable.hpp"
#include "replay/file.hpp"
#include "tensors/comparison.hpp"

namespace {

using tensors::compared_entry;
using tensors::verdict;

// What a set of arrays amounts to.
struct summary {
  std::size_t different = 0;
  replay::distance worst;
};

summary summary_of(const std::vector<compared_entry>& entries) {
  summary s;
  for (const compared_entry& e : entries) {
    if (e.is != verdict::same) ++s.different;
    s.worst.widen(e.distance);
  }
  return s;
}

void print_as_json(const diff_command& c, const std::vector<compared_entry>& entries) {
  const summary s = summary_of(entries);
  nlohmann::ordered_json line;
  line["a"] = c.a;
  line["b"] = c.b;
  line["ok"] = c.within.hold(s.worst);
  line["arrays"] = entries.size();
  line["different"] = nlohmann::ordered_json::array();
  for (const compared_entry& e : entries) {
    if (e.is == verdict::same) continue;
    nlohmann::ordered_json d;
    d["name"] = e.name;
    d["is"] = text_of(e.is);
    d["ulp"] = json_number(e.distance.ulp);
    d["leaf_ulp"] = json_number(e.distance.leaf_ulp);
    d["relative"] = json_number(e.distance.relative);
    line["different"].push_back(std::move(d));
  }
  line["max_ulp"] = json_number(s.worst.ulp);
  line["max_leaf_ulp"] = json_number(s.worst.leaf_ulp);
  print_json(line);
}

void print_text(const std::vector<compared_entry>& entries) {
  for (const compared_entry& e : entries) {
    if (e.is == verdict::same) continue;
    fmt::print("{}: {}", printable(e.name), text_of(e.is));
    if (e.is == verdict::different) {
      fmt::print(", at most {:.6g} ULP ({:.3g} of the array's largest, relative {:.2g})",
                 e.distance.ulp, e.distance.leaf_ulp, e.distance.relative);
    }
    fmt::print("\n");
  }
  const summary s = summary_of(entries);
  if (s.different == 0) {
    fmt::print("{} arrays, all the same\n", entries.size());
  } else {
    fmt::print("{} of {} arrays differ, by {:.6g} ULP at most\n", s.different, entries.size(),
               s.worst.ulp);
  }
}

}  // namespace

int diff_command::run() const {
  const auto entries = tensors::compare(replay::read_safetensors(a), replay::read_safetensors(b));
  json ? print_as_json(*this, entries) : print_text(entries);
  return within.hold(summary_of(entries).worst) ? 0 : 1;
}
