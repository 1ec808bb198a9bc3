#include "optaxx/core/dtype.hpp"

namespace optaxx {

std::string_view name_of(dtype type) noexcept {
  switch (type) {
    case dtype::f32:
      return "float32";
    case dtype::f64:
      return "float64";
    case dtype::bf16:
      return "bfloat16";
    case dtype::f16:
      return "float16";
    case dtype::i32:
      return "int32";
    case dtype::i64:
      return "int64";
    case dtype::u32:
      return "uint32";
    case dtype::boolean:
      return "bool";
  }
  return "?";
}

bool is_floating(dtype type) noexcept {
  return type == dtype::f32 || type == dtype::f64 || type == dtype::bf16 || type == dtype::f16;
}

}  // namespace optaxx
