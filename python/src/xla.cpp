#include "xla.hpp"

#include <cstring>
#include <deque>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace optaxx::python {
namespace {

// As laid out by version 0.1 and later of XLA's interface for C.
struct extension {
  std::size_t size;
  int type;
  extension* next;
};
struct api_version {
  std::size_t size;
  extension* extensions;
  int major;
  int minor;
};
struct error;
struct error_arguments {
  std::size_t size;
  extension* extensions;
  const char* message;
  int code;
};
struct api {
  std::size_t size;
  extension* extensions;
  api_version version;
  const void* internal;
  error* (*make_error)(error_arguments* arguments);
};
struct buffer {
  std::size_t size;
  extension* extensions;
  int type;
  void* data;
  std::int64_t rank;
  std::int64_t* extents;
};
struct buffers {
  std::size_t size;
  extension* extensions;
  std::int64_t count;
  int* types;  // 1: a buffer
  void** all;
};
struct text_span {
  const char* data;
  std::size_t length;
};
struct scalar_attribute {
  int type;
  void* value;
};
struct attributes {
  std::size_t size;
  extension* extensions;
  std::int64_t count;
  int* types;  // 3: a scalar, 4: a string
  text_span** names;
  void** all;
};
struct call_frame {
  std::size_t size;
  extension* extensions;
  const api* functions;
  void* context;
  int stage;  // 3: execute
  buffers in;
  buffers out;
  attributes given;
};
struct metadata {
  std::size_t size;
  api_version version;
  std::uint32_t traits;
  std::int64_t state_type;  // 0: none. Since 0.3, if not before
};
struct metadata_extension {
  extension base;  // of type 1
  metadata* told;
};
constexpr int s64 = 5;

int minor_version = 1;  // of this XLA

std::optional<dtype> dtype_of(int type) {
  switch (type) {
    case 1:
      return dtype::boolean;
    case 4:
      return dtype::i32;
    case s64:
      return dtype::i64;
    case 8:
      return dtype::u32;
    case 10:
      return dtype::f16;
    case 11:
      return dtype::f32;
    case 12:
      return dtype::f64;
    case 16:
      return dtype::bf16;
    default:
      return std::nullopt;
  }
}

std::vector<array> arrays_of(const buffers& given, bool write) {
  std::vector<array> result;
  result.reserve(static_cast<std::size_t>(given.count));
  for (std::int64_t i = 0; i < given.count; ++i) {
    const auto* const b = static_cast<const buffer*>(given.all[i]);
    const std::optional<dtype> type = dtype_of(b->type);
    if (!type) throw std::invalid_argument("an array of XLA's dtype " + std::to_string(b->type));
    result.push_back(array::view(b->data, *type, shape(b->extents, b->extents + b->rank), write));
  }
  return result;
}

const void* attribute(const call_frame& frame, std::string_view name, int type) {
  for (std::int64_t i = 0; i < frame.given.count; ++i) {
    const text_span& found = *frame.given.names[i];
    if (std::string_view(found.data, found.length) == name && frame.given.types[i] == type)
      return frame.given.all[i];
  }
  throw std::invalid_argument("the call has no attribute '" + std::string(name) + "'");
}

struct registry {
  std::mutex lock;
  std::deque<std::unique_ptr<compiled_update>> all;
};
registry& known() {
  static auto* const updates = new registry;  // programs may run until the process ends
  return *updates;
}

compiled_update& called_by(const call_frame& frame) {
  const auto* const scalar = static_cast<const scalar_attribute*>(attribute(frame, "number", 3));
  if (scalar->type != s64) throw std::invalid_argument("the attribute 'number' is no int64");
  std::int64_t number = 0;
  std::memcpy(&number, scalar->value, sizeof number);
  const auto* const recipe = static_cast<const text_span*>(attribute(frame, "recipe", 4));
  registry& updates = known();
  const std::lock_guard lock(updates.lock);
  const auto at = static_cast<std::size_t>(number);
  if (number < 0 || at >= updates.all.size() ||
      updates.all[at]->text() != std::string_view(recipe->data, recipe->length)) {
    throw std::invalid_argument(
        "the program was compiled in another process: trace it in this one");
  }
  return *updates.all[at];
}

error* answer(const call_frame& frame, const char* message) {
  error_arguments arguments{sizeof arguments, nullptr, message, 3};
  return frame.functions->make_error(&arguments);
}

error* handle(call_frame* frame) {
  if (frame->extensions != nullptr && frame->extensions->type == 1) {
    auto* const asked = reinterpret_cast<metadata_extension*>(frame->extensions);
    metadata& told = *asked->told;
    told.version.major = 0;
    told.version.minor = minor_version;
    told.traits = 0;
    if (minor_version >= 3) told.state_type = 0;
    return nullptr;
  }
  try {
    called_by(*frame).run(arrays_of(frame->in, false), arrays_of(frame->out, true));
    return nullptr;
  } catch (const std::exception& e) {
    return answer(*frame, e.what());
  }
}

void fill(array& to, const array& from) {
  if (to.dtype() != from.dtype() || to.shape() != from.shape()) {
    throw std::invalid_argument("optaxx: an array is " + std::string(name_of(from.dtype())) + " " +
                                from.shape().text() + " where the program expects " +
                                std::string(name_of(to.dtype())) + " " + to.shape().text());
  }
  if (to.bytes() != 0 && to.data() != from.data())
    std::memcpy(to.mutable_data(), from.data(), to.bytes());
}

// The state's arrays are the program's only as long as the call.
struct lent {
  explicit lent(opt_state& s) : state(&s) {}
  lent(const lent&) = delete;
  lent& operator=(const lent&) = delete;
  ~lent() {
    for (array& leaf : state->leaves()) const array gone = std::move(leaf);
  }
  opt_state* state;
};

}  // namespace

compiled_update::compiled_update(transformation tx, std::shared_ptr<const tree_structure> updates,
                                 opt_state state, std::shared_ptr<const tree_structure> params,
                                 std::vector<extra> extras)
    : tx_(std::move(tx)),
      updates_(std::move(updates)),
      state_(std::move(state)),
      params_(std::move(params)),
      extras_(std::move(extras)) {
  const lent nothing(state_);
}

void compiled_update::run(std::vector<array> in, std::vector<array> out) {
  auto next = in.begin();
  const auto take = [&](const std::shared_ptr<const tree_structure>& structure) {
    const auto first = next;
    if (static_cast<std::size_t>(in.end() - next) < structure->leaves())
      throw std::invalid_argument("the program gives too few arrays");
    next += static_cast<std::ptrdiff_t>(structure->leaves());
    return tree(structure,
                std::vector<array>(std::make_move_iterator(first), std::make_move_iterator(next)));
  };
  const std::lock_guard lock(one_at_a_time_);
  const lent after(state_);
  const tree updates = take(updates_);
  const tree before = take(state_.structure());
  const tree params = params_ == nullptr ? tree() : take(params_);
  extra_args extra;
  tree grad;
  for (const auto& [name, structure] : extras_) {
    tree arrays = take(structure);
    if (name == "value") {
      extra.value = arrays.leaves()[0].item();
    } else if (name == "grad") {
      grad = std::move(arrays);
      extra.grad = &grad;
    } else {
      extra.others.emplace(name, std::move(arrays));
    }
  }
  const std::size_t n = updates_->leaves();
  const auto old = before.leaves();
  if (out.size() != n + old.size())
    throw std::invalid_argument("the program expects another number of arrays");
  for (std::size_t i = 0; i < old.size(); ++i) {
    fill(out[n + i], old[i]);
    state_.leaves()[i] = std::move(out[n + i]);
  }
  const tree result = tx_.update(updates, state_, params, extra);
  for (std::size_t i = 0; i < n; ++i) fill(out[i], result.leaves()[i]);
}

std::int64_t add_compiled(std::unique_ptr<compiled_update> update) {
  registry& updates = known();
  const std::lock_guard lock(updates.lock);
  updates.all.push_back(std::move(update));
  return static_cast<std::int64_t>(updates.all.size()) - 1;
}

nb::object xla_target(int minor) {
  minor_version = minor;
  return owned(PyCapsule_New(reinterpret_cast<void*>(handle), nullptr, nullptr));
}

}  // namespace optaxx::python
