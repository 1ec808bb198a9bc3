#include "tensors/comparison.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "optaxx/core/errors.hpp"

namespace tensors {
namespace {

using optaxx::io::safetensors;
using optaxx::io::tensor;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr replay::distance infinitely_far{infinity, infinity, infinity};

compared_entry compared(const std::string& name, const tensor& a, const tensor& b) {
  if (a.tag != b.tag || a.shape != b.shape) return {name, verdict::other_form, infinitely_far};
  if (std::equal(a.bytes.begin(), a.bytes.end(), b.bytes.begin(), b.bytes.end())) return {name};
  try {
    const replay::distance d = replay::distance_between(a.as_array(), b.as_array());
    return {name, d.ulp == 0 ? verdict::same : verdict::different, d};
  } catch (const optaxx::format_error&) {  // no array can be made of them
    return {name, verdict::different, infinitely_far};
  }
}

}  // namespace

const char* text_of(verdict v) {
  switch (v) {
    case verdict::same:
      return "same";
    case verdict::different:
      return "different";
    case verdict::other_form:
      return "other dtype or shape";
    case verdict::only_in_a:
      return "only in the first";
    case verdict::only_in_b:
      return "only in the second";
  }
  return "?";
}

std::vector<compared_entry> compare(const safetensors& a, const safetensors& b) {
  std::set<std::string> names;
  for (const auto& item : a.entries) names.insert(item.first);
  for (const auto& item : b.entries) names.insert(item.first);
  std::vector<compared_entry> result;
  for (const std::string& name : names) {
    if (!b.entries.contains(name)) {
      result.push_back({name, verdict::only_in_a, infinitely_far});
    } else if (!a.entries.contains(name)) {
      result.push_back({name, verdict::only_in_b, infinitely_far});
    } else {
      result.push_back(compared(name, a.at(name), b.at(name)));
    }
  }
  return result;
}

}  // namespace tensors
