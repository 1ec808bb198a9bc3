#include "optaxx/combinators/flatten.hpp"

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/inner_layout.hpp"

namespace optaxx {
namespace {

// All leaves one behind the other, in the widest of their dtypes.
tree joined(const tree& t) {
  std::optional<dtype> widest;
  std::size_t size = 0;
  for (const array& a : t.leaves()) {
    widest = promote(widest.value_or(a.dtype()), a.dtype());
    size += a.size();
  }
  array result(widest.value_or(dtype::f32), {static_cast<std::int64_t>(size)});
  auto* to = static_cast<std::byte*>(result.mutable_data());
  for (const array& a : t.leaves()) {
    if (a.size() == 0) continue;
    const std::size_t bytes = a.size() * size_of(result.dtype());
    if (a.dtype() == result.dtype()) {
      std::memcpy(to, a.data(), bytes);
    } else {
      std::memcpy(to, astype(a, result.dtype()).data(), bytes);
    }
    to += bytes;
  }
  return tree(std::move(result));
}

// The vector's elements in arrays like those of a tree. A leaf below float64 takes no float64.
tree split(const array& vector, const tree& like) {
  const auto* from = static_cast<const std::byte*>(vector.data());
  std::vector<array> leaves;
  leaves.reserve(like.leaves().size());
  for (const array& a : like.leaves()) {
    const std::size_t bytes = a.size() * size_of(vector.dtype());
    array part(vector.dtype(), a.shape());
    if (bytes != 0) std::memcpy(part.mutable_data(), from, bytes);
    from += bytes;
    const bool too_wide = vector.dtype() == dtype::f64 && a.dtype() != dtype::f64;
    leaves.push_back(too_wide ? astype(part, dtype::f32) : std::move(part));
  }
  return {like.structure(), std::move(leaves)};
}

class flatten_rule final : public rule {
 public:
  explicit flatten_rule(const flatten_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    const tree& params = state.params();
    for (std::size_t i = 0; i < params.leaves().size(); ++i) {
      const dtype type = params.leaves()[i].dtype();
      if (is_floating(type)) continue;
      throw tree_mismatch("flatten: params" + params.structure()->accessor(i) + " is " +
                          std::string(name_of(type)) + ", expected a float dtype");
    }
    lay_out_whole(state, o_.inner, joined(params));
  }
  void update(sweep& s, const state_view& state) const override {
    const tree params = s.params();
    s.replace([&](tree updates) {
      tree vector = joined(updates);
      const tree result =
          s.run(o_.inner, state, vector, params.is_none() ? tree(none) : joined(params));
      return split(result.leaf(), updates);
    });
  }
  call describe() const override { return call_of<flatten_options<given>>("optax.flatten", o_); }

 private:
  flatten_options<> o_;
};

}  // namespace

transformation detail::make_flatten(const flatten_options<>& o) { return flatten_rule(o); }

}  // namespace optaxx
