#include "tensors.hpp"

#include <array>
#include <cstring>

namespace optaxx::python {
namespace {

// DLPack's DLPackExchangeAPI as of 1.2.
struct exchange_functions {
  struct {
    std::uint32_t major;
    std::uint32_t minor;
  } version;
  const void* previous;
  void* allocate;
  void* managed_from_object;
  void* managed_to_object;
  int (*tensor_from_object)(void* object, tensor_view* tensor);
  void* current_stream;
};

struct tensor_type {
  PyTypeObject* type;
  const exchange_functions* functions;
};
// torch.Tensor and torch.nn.Parameter, once they are known. They are never given back.
std::array<tensor_type, 2> known{};

// A class written in Python is called by its own name alone, one in C by its module's too.
bool may_be_tensor(const PyTypeObject* type) {
  const char* const dot = std::strrchr(type->tp_name, '.');
  const char* const name = dot == nullptr ? type->tp_name : dot + 1;
  return std::strcmp(name, "Tensor") == 0 || std::strcmp(name, "Parameter") == 0;
}

const exchange_functions* functions_of(PyTypeObject* type) {
  for (const tensor_type& t : known) {
    if (t.type == type) return t.functions;
  }
  if (!may_be_tensor(type)) return nullptr;
  const nb::object found =
      helper("exchange_functions")(borrowed(reinterpret_cast<PyObject*>(type)));
  if (found.is_none()) return nullptr;
  const auto* const functions = static_cast<const exchange_functions*>(
      PyCapsule_GetPointer(found.ptr(), "dlpack_exchange_api"));
  if (functions == nullptr) nb::raise_python_error();
  if (functions->version.major != 1 || functions->tensor_from_object == nullptr) return nullptr;
  for (tensor_type& t : known) {
    if (t.type != nullptr) continue;
    Py_INCREF(type);
    t = {type, functions};
    break;
  }
  return functions;
}

}  // namespace

bool gradients_of(const std::vector<nb::object>& tensors, std::vector<nb::object>& gradients) {
  // The property of all tensors: asked itself, it is found at once. Never given back.
  static PyObject* const property =
      nb::object(nb::module_::import_("torch").attr("Tensor").attr("grad")).release().ptr();
  const descrgetfunc get = Py_TYPE(property)->tp_descr_get;
  gradients.clear();
  gradients.reserve(tensors.size());
  for (const nb::object& t : tensors) {
    PyTypeObject* const type = Py_TYPE(t.ptr());
    if (functions_of(type) == nullptr) return false;
    nb::object g = owned(get(property, t.ptr(), reinterpret_cast<PyObject*>(type)));
    if (g.is_none()) return false;
    gradients.push_back(std::move(g));
  }
  return true;
}

bool look_at_tensor(PyObject* o, tensor_view& t) noexcept {
  try {
    const exchange_functions* const functions = functions_of(Py_TYPE(o));
    if (functions != nullptr && functions->tensor_from_object(o, &t) == 0) return true;
  } catch (nb::python_error& e) {
    e.discard_as_unraisable("optaxx");
  } catch (const std::exception&) {
  }
  PyErr_Clear();
  return false;
}

}  // namespace optaxx::python
