#include "arrays.hpp"

#include <numpy/arrayobject.h>

#include <algorithm>
#include <cstring>
#include <optaxx/core/tree_structure.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tensors.hpp"

namespace optaxx::python {
namespace {

int bfloat16_type = -1;  // NumPy's number for the dtype of ml_dtypes, once it is known

std::optional<dtype> known_dtype(int type_num) noexcept {
  switch (type_num) {
    case NPY_FLOAT:
      return dtype::f32;
    case NPY_DOUBLE:
      return dtype::f64;
    case NPY_HALF:
      return dtype::f16;
    case NPY_INT:
      return dtype::i32;
    case NPY_LONG:
    case NPY_LONGLONG:
      return dtype::i64;
    case NPY_UINT:
      return dtype::u32;
    case NPY_BOOL:
      return dtype::boolean;
    default:
      break;
  }
  if (type_num == bfloat16_type && type_num >= 0) return dtype::bf16;
  return std::nullopt;
}

std::optional<dtype> dtype_of_descr(PyArray_Descr* descr) {
  if (const auto known = known_dtype(descr->type_num)) return known;
  if (descr->type_num < NPY_USERDEF) return std::nullopt;
  const nb::object name = borrowed(reinterpret_cast<PyObject*>(descr)).attr("name");
  if (text_of(name) != "bfloat16") return std::nullopt;
  bfloat16_type = descr->type_num;
  return dtype::bf16;
}

[[noreturn]] void refuse(const leaf_place& place, const std::string& what) {
  throw std::invalid_argument(place.text() + " " + what);
}

array view_of_numpy(PyArrayObject* a, std::optional<dtype> given, bool write,
                    const leaf_place& place) {
  PyArray_Descr* const descr = PyArray_DESCR(a);
  const std::optional<dtype> type = given ? given : dtype_of_descr(descr);
  if (!type) {
    refuse(place, "is an array of " + text_of(reinterpret_cast<PyObject*>(descr)) +
                      "; float32, float64, bfloat16, float16, int32, int64, uint32 and bool are "
                      "known: cast it with .astype(...)");
  }
  if (!PyArray_ISNOTSWAPPED(a)) {
    refuse(place, "has the bytes of its numbers in the other order (" +
                      text_of(reinterpret_cast<PyObject*>(descr)) +
                      "): make one of this machine with .astype(a.dtype.newbyteorder('='))");
  }
  if (!PyArray_CHKFLAGS(a, NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_ALIGNED)) {
    refuse(place,
           "is an array whose numbers do not lie one behind the other, such as a "
           "transpose or a slice: make it dense with numpy.ascontiguousarray(...), or "
           "tensor.contiguous()");
  }
  if (write && !PyArray_ISWRITEABLE(a)) {
    refuse(place,
           "is an array that may not be written to, and step writes in place: copy it "
           "with numpy.array(...), or use update and apply_updates");
  }
  const npy_intp* const extents = PyArray_DIMS(a);
  return array::view(PyArray_DATA(a), *type, shape(extents, extents + PyArray_NDIM(a)), write);
}

int number_of(dtype type) {
  switch (type) {
    case dtype::f32:
      return NPY_FLOAT;
    case dtype::f64:
      return NPY_DOUBLE;
    case dtype::f16:
      return NPY_HALF;
    case dtype::i32:
      return NPY_INT32;
    case dtype::i64:
      return NPY_INT64;
    case dtype::u32:
      return NPY_UINT32;
    case dtype::boolean:
      return NPY_BOOL;
    case dtype::bf16:
      break;
  }
  return NPY_NOTYPE;
}

std::optional<dtype> dtype_of(const tensor_view& t) {
  if (t.lanes != 1) return std::nullopt;
  // DLPack's numbers: 0 int, 1 unsigned int, 2 float, 4 bfloat, 6 bool.
  switch (256 * t.kind + t.bits) {
    case 2 * 256 + 32:
      return dtype::f32;
    case 2 * 256 + 64:
      return dtype::f64;
    case 2 * 256 + 16:
      return dtype::f16;
    case 4 * 256 + 16:
      return dtype::bf16;
    case 0 * 256 + 32:
      return dtype::i32;
    case 0 * 256 + 64:
      return dtype::i64;
    case 1 * 256 + 32:
      return dtype::u32;
    case 6 * 256 + 8:
      return dtype::boolean;
    default:
      return std::nullopt;
  }
}

bool is_dense(const tensor_view& t) {
  std::int64_t stride = 1;
  for (std::int32_t axis = t.rank; axis-- > 0;) {
    if (t.extents[axis] == 0) return true;
    if (t.extents[axis] != 1 && t.strides != nullptr && t.strides[axis] != stride) return false;
    stride *= t.extents[axis];
  }
  return true;
}

// What lies behind a leaf that needs no question to Python.
struct memory {
  void* data;
  dtype type;
  std::span<const npy_intp> extents;
};
std::optional<memory> memory_of(PyObject* o, bool write) noexcept {
  if (PyArray_CheckExact(o)) {
    auto* const a = reinterpret_cast<PyArrayObject*>(o);
    const int flags =
        NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_ALIGNED | (write ? NPY_ARRAY_WRITEABLE : 0);
    if (!PyArray_CHKFLAGS(a, flags) || !PyArray_ISNOTSWAPPED(a)) return std::nullopt;
    const std::optional<dtype> type = known_dtype(PyArray_DESCR(a)->type_num);
    if (!type) return std::nullopt;
    return memory{
        PyArray_DATA(a), *type, {PyArray_DIMS(a), static_cast<std::size_t>(PyArray_NDIM(a))}};
  }
  tensor_view t;
  if (!look_at_tensor(o, t) || t.device_type != 1 || !is_dense(t)) return std::nullopt;
  const std::optional<dtype> type = dtype_of(t);
  if (!type || t.rank > static_cast<std::int32_t>(shape::max_rank)) return std::nullopt;
  return memory{static_cast<std::byte*>(t.data) + t.offset,
                *type,
                {reinterpret_cast<const npy_intp*>(t.extents), static_cast<std::size_t>(t.rank)}};
}

std::vector<npy_intp> extents_of(const shape& s) { return {s.begin(), s.end()}; }

// A reference to NumPy's dtype.
PyArray_Descr* descr_of(dtype type) {
  if (type != dtype::bf16) return PyArray_DescrFromType(number_of(type));
  return reinterpret_cast<PyArray_Descr*>(helper("bfloat16")().release().ptr());
}

}  // namespace

std::string leaf_place::text() const {
  return std::string(tree) + (structure == nullptr ? "" : structure->accessor(leaf));
}

void start_numpy() {
  if (_import_array() < 0) nb::raise_python_error();
}

viewed view_of(PyObject* o, bool write, const leaf_place& place) {
  if (PyArray_CheckExact(o)) {
    return {view_of_numpy(reinterpret_cast<PyArrayObject*>(o), std::nullopt, write, place),
            borrowed(o)};
  }
  if (const std::optional<memory> m = memory_of(o, write)) {
    return {array::view(m->data, m->type, shape(m->extents.begin(), m->extents.end()), write),
            borrowed(o)};
  }
  // (an array of NumPy, the name of its dtype if NumPy has another for these bits), or what is
  // wrong
  const nb::object found = helper("numpy_view")(borrowed(o), write);
  if (PyUnicode_Check(found.ptr())) refuse(place, text_of(found));
  const nb::object numbers = found[0];
  std::optional<dtype> type;
  if (!nb::object(found[1]).is_none()) type = dtype::bf16;
  return {view_of_numpy(reinterpret_cast<PyArrayObject*>(numbers.ptr()), type, write, place),
          numbers};
}

bool look_again(array& view, PyObject* o, bool write) noexcept {
  const std::optional<memory> m = memory_of(o, write);
  if (!m || m->type != view.dtype() || !std::ranges::equal(m->extents, view.shape())) return false;
  if (m->data == view.data() && view.steppable() == write && !view.owning()) return true;
  shape extents = view.shape();
  const array gone = std::move(view);
  view = array::view(m->data, m->type, extents, write);
  return true;
}

bool is_jax(PyObject* o) {
  if (PyArray_CheckExact(o)) return false;
  return nb::cast<bool>(helper("is_jax")(borrowed(o)));
}

nb::object numpy_dtype(dtype type) { return owned(reinterpret_cast<PyObject*>(descr_of(type))); }

nb::object numpy_of(array&& a) {
  auto* const owner = new array(std::move(a));
  const nb::capsule keeper(owner, [](void* p) noexcept { delete static_cast<array*>(p); });
  std::vector<npy_intp> extents = extents_of(owner->shape());
  PyArray_Descr* const descr = descr_of(owner->dtype());
  if (owner->size() == 0)
    return owned(PyArray_NewFromDescr(&PyArray_Type, descr, static_cast<int>(extents.size()),
                                      extents.data(), nullptr, nullptr, 0, nullptr));
  nb::object result = owned(
      PyArray_NewFromDescr(&PyArray_Type, descr, static_cast<int>(extents.size()), extents.data(),
                           nullptr, owner->mutable_data(), NPY_ARRAY_CARRAY, nullptr));
  if (PyArray_SetBaseObject(reinterpret_cast<PyArrayObject*>(result.ptr()),
                            nb::object(keeper).release().ptr()) < 0)
    nb::raise_python_error();
  return result;
}

nb::object numpy_copy(const array& a) {
  array copy(a.dtype(), a.shape());
  if (a.bytes() != 0) std::memcpy(copy.mutable_data(), a.data(), a.bytes());
  return numpy_of(std::move(copy));
}

nb::object jax_of(nb::object numpy_array, bool key) {
  return helper("jax_array")(numpy_array, key);
}

}  // namespace optaxx::python
