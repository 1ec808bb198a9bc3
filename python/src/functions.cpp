#include "functions.hpp"

#include <optaxx/contrib/schedule_free.hpp>
#include <optaxx/transforms/unitwise_clip.hpp>
#include <optaxx/transforms/unitwise_norm.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "steps.hpp"
#include "values.hpp"

namespace optaxx::python {
namespace {

// An array of NumPy, or of JAX as `like`.
nb::object array_like(array&& a, nb::handle like) {
  const bool jax = is_jax(like.ptr());
  nb::object result = numpy_of(std::move(a));
  return jax ? jax_of(result, false) : result;
}

std::optional<axes> axes_of(nb::handle o) {
  if (o.is_none()) return std::nullopt;
  if (PyLong_Check(o.ptr())) return axes(nb::cast<std::int64_t>(o));
  std::vector<std::int64_t> several;
  for (const nb::handle item : borrowed(o.ptr())) several.push_back(nb::cast<std::int64_t>(item));
  return axes(std::move(several));
}

}  // namespace

nb::object schedule_free_eval_params(nb::handle state, nb::handle params) {
  std::vector<nb::object> owners;
  const tree given = viewed_tree(state, "state", owners);
  leaf_objects objects;
  const pytree form = pytree::of(params, objects);
  tree result = contrib::schedule_free_eval_params(given, viewed_tree(params, "params", owners));
  bool jax = !objects.empty();
  for (const nb::object& o : objects) jax = jax && is_jax(o.ptr());
  return new_arrays(form, result.leaves(), jax);
}

nb::object unitwise_norm(nb::handle x, nb::handle axis) {
  const viewed v = view_of(x.ptr(), false, {"x"});
  return array_like(optaxx::unitwise_norm(v.view, axes_of(axis)), x);
}

nb::object unitwise_clip(nb::handle g_norm, nb::handle max_norm, nb::handle grad,
                         nb::handle div_eps) {
  const viewed norm = view_of(g_norm.ptr(), false, {"g_norm"});
  const viewed most = view_of(max_norm.ptr(), false, {"max_norm"});
  const viewed g = view_of(grad.ptr(), false, {"grad"});
  return array_like(
      optaxx::unitwise_clip(norm.view, most.view, g.view, number_of(div_eps, "div_eps")), grad);
}

}  // namespace optaxx::python
