#include "recipe/values/value_memory.hpp"

#include "recipe/text/source.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

static_assert(sizeof(value) <= counted_bytes::itself);

void value_memory::refuse() const {
  throw fault{at, "this takes more than the 256 MiB that a recipe may"};
}

}  // namespace optaxx::recipes
