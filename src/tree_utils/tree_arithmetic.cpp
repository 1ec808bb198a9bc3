#include "optaxx/tree_utils/tree_arithmetic.hpp"

#include "tree_utils/leaf_loops.hpp"

namespace optaxx {

tree tree_add(const tree& x, const tree& y) {
  return map_elements(
      "tree_add", []<class T>(T a, T b) { return a + b; }, x, y);
}
tree tree_sub(const tree& x, const tree& y) {
  return map_elements(
      "tree_sub", []<class T>(T a, T b) { return a - b; }, x, y);
}
tree tree_mul(const tree& x, const tree& y) {
  return map_elements(
      "tree_mul", []<class T>(T a, T b) { return a * b; }, x, y);
}
tree tree_div(const tree& x, const tree& y) {
  return map_elements(
      "tree_div", []<class T>(T a, T b) { return a / b; }, x, y);
}
tree tree_scale(const number& scalar, const tree& x) {
  return map_elements(
      "tree_scale", [s = scalar.value()]<class T>(T a) { return static_cast<T>(s) * a; }, x);
}
tree tree_add_scale(const tree& x, const number& scalar, const tree& y) {
  return map_elements(
      "tree_add_scale",
      [s = scalar.value()]<class T>(T a, T b) { return a + static_cast<T>(s) * b; }, x, y);
}

tree tree_clip(const tree& x, const std::optional<number>& min_value,
               const std::optional<number>& max_value) {
  const auto clip = [&]<class T>(T a) {
    if (min_value && a < static_cast<T>(min_value->value())) a = static_cast<T>(min_value->value());
    if (max_value && static_cast<T>(max_value->value()) < a) a = static_cast<T>(max_value->value());
    return a;
  };
  return map_elements("tree_clip", clip, x);
}

tree tree_where(bool condition, const tree& x, const tree& y) {
  check_alike("tree_where", x, y);
  return packed(condition ? x : y);
}

}  // namespace optaxx
