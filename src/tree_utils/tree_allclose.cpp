#include "optaxx/tree_utils/tree_allclose.hpp"

#include <cmath>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx {
namespace {

// Sums, differences and products of two numbers of a dtype, made in double, are rounded as in it.
class closeness {
 public:
  closeness(dtype type, const tree_allclose_options& o)
      : type_(is_floating(type) ? type : dtype::f32),
        rtol_(rounded(o.rtol)),
        atol_(rounded(o.atol)),
        equal_nan_(o.equal_nan) {}

  bool holds(double a, double b) const {
    if (a == b) return true;
    if (std::isnan(a) && std::isnan(b)) return equal_nan_;
    return std::isfinite(b) &&
           std::abs(rounded(a - b)) <= rounded(atol_ + rounded(rtol_ * std::abs(b)));
  }

 private:
  double rounded(double x) const { return detail::rounded_element(type_, x); }

  dtype type_;
  double rtol_;
  double atol_;
  bool equal_nan_;
};

bool close(const array& a, const array& b, const tree_allclose_options& o) {
  const closeness c(a.dtype(), o);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!c.holds(detail::load_element(a.dtype(), a.data(), i),
                 detail::load_element(b.dtype(), b.data(), i)))
      return false;
  }
  return true;
}

}  // namespace

bool tree_allclose(const tree& a, const tree& b, const tree_allclose_options& options) {
  check_alike("tree_allclose", a, b);
  return detail::flushed([&] {
    for (std::size_t i = 0; i < a.leaves().size(); ++i) {
      if (!close(a.leaves()[i], b.leaves()[i], options)) return false;
    }
    return true;
  });
}

}  // namespace optaxx
