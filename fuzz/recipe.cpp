// Any text as a recipe: a transformation, or an error with a place. What it makes must print as
// itself and step.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "optaxx/optaxx.hpp"

namespace {

using namespace optaxx;

tree small_params() {
  return {{"dense", {{"kernel", array(dtype::f32, {2, 3})}, {"bias", array{0.5F, -1.0F}}}},
          {"gain", array(2.0F)}};
}

void step(const transformation& tx) {
  tree params = small_params();
  const tree grads = small_params();
  opt_state state = tx.init(params);
  for (int i = 0; i < 3; ++i) tx.step(grads, state, params);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bindings given = {{"lr", 0.1}, {"steps", 10}, {"mask", paths("**/kernel")}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const transformation tx = recipe(text, given);
    if (describe(tx).empty()) std::abort();
    step(tx);
  } catch (const format_error&) {
  } catch (const std::invalid_argument&) {  // a step that these parameters do not allow
  }
  return 0;
}
