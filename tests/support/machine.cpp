#include "support/machine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "core/flush_guard.hpp"
#include "optaxx/core/small_floats.hpp"
#include "support/guarded.hpp"
#include "support/twin.hpp"

namespace machine {
namespace {

using namespace optaxx;
using support::guarded;

// The numbers of all steps, one behind the other, those of other leaves in front of each.
template <class T>
class numbers {
 public:
  explicit numbers(std::size_t leaf) : leaf_(leaf) {}
  void add(const step<T>& s, isa::op& op) {
    op.scalars = static_cast<std::uint32_t>(all_.size());
    op.scalar_stride = leaf_ == 0 ? 0 : static_cast<std::uint32_t>(s.numbers.size());
    all_.insert(all_.end(), leaf_ * s.numbers.size(), T(-3));
    all_.insert(all_.end(), s.numbers.begin(), s.numbers.end());
  }
  const T* data() const { return all_.data(); }

 private:
  std::size_t leaf_;
  std::vector<T> all_;
};

// As the executor lowers a recording.
template <class T>
std::vector<isa::op> ops_of(const program<T>& p, const manner& how, numbers<T>& all) {
  std::vector<isa::op> ops;
  std::vector<bool> changed(p.storage.size(), false);
  const auto add = [&](const step<T>& s) {
    isa::op op{};
    op.kernel = s.kernel;
    op.code = isa::code_of(s.kernel);
    op.length = 1;
    op.update = op.param = dtype_of<T>;
    op.slots = static_cast<std::uint8_t>(s.streams.size());
    for (std::size_t i = 0; i < s.streams.size(); ++i) {
      const std::uint8_t stream = s.streams[i];
      op.stream[i] = stream;
      op.storage[i] = op.weak[i] = p.storage[stream];
      op.converts = op.converts || p.storage[stream] != dtype_of<T>;
      if (changed[stream]) op.loads_scratch = static_cast<std::uint8_t>(op.loads_scratch | 1U << i);
      if (i < twin::info_of(s.kernel).written) changed[stream] = true;
    }
    all.add(s, op);
    ops.push_back(op);
  };
  for (const step<T>& s : p.steps) add(s);
  for (std::size_t k = 0; how.fused && k < ops.size(); k += ops[k].length) {
    std::vector<std::uint16_t> plain;
    while (k + plain.size() < ops.size() && !ops[k + plain.size()].converts)
      plain.push_back(ops[k + plain.size()].kernel);
    if (!plain.empty()) ops[k].length = isa::fuse(plain.data(), plain.size(), ops[k].code);
  }
  for (const step<T>& s : p.terms) add(s);
  return ops;
}

template <class T>
isa::program program_of(const program<T>& p, const manner& how, const std::vector<isa::op>& ops) {
  isa::program code{};
  code.ops = ops.data();
  code.size = static_cast<std::uint32_t>(p.steps.size());
  code.terms = ops.data() + p.steps.size();
  code.terms_size = static_cast<std::uint32_t>(p.terms.size());
  code.end = how.end;
  code.dry = how.dry || how.end == isa::finish::accumulate;
  std::vector<std::uint16_t> kernels;
  for (const step<T>& s : p.steps) kernels.push_back(s.kernel);
  code.pattern = how.pattern ? isa::find_pattern(kernels.data(), kernels.size()) : std::int16_t{-1};
  EXPECT_TRUE(!how.pattern || code.pattern >= 0) << "there is no such pattern";
  return code;
}

// Streams in their storage. The pointers are to element 0 of the leaf.
template <class T>
class stream_memory {
 public:
  stream_memory(const program<T>& p, const values<T>& before, const manner& how) {
    for (std::size_t s = 0; s < p.storage.size(); ++s) {
      const auto add_as = [&]<class Element>(Element) {
        add(guarded<Element>(before.streams[s], how.elements, how.offset), how.begin);
      };
      switch (p.storage[s]) {
        case dtype::f64:
          add_as(double());
          break;
        case dtype::bf16:
          add_as(bfloat16());
          break;
        case dtype::f16:
          add_as(float16());
          break;
        default:
          add_as(float());
      }
    }
  }
  std::byte* const* addresses() const { return addresses_.data(); }
  void copy_to(values<T>& v) const {
    for (std::size_t s = 0; s < all_.size(); ++s) {
      std::visit([&](const auto& m) { m.copy_to(v.streams[s]); }, all_[s]);
    }
  }
  bool intact() const {
    return std::all_of(all_.begin(), all_.end(), [](const auto& either) {
      return std::visit([](const auto& m) { return m.intact(); }, either);
    });
  }

 private:
  template <class Memory>
  void add(Memory m, std::size_t begin) {
    addresses_.push_back(reinterpret_cast<std::byte*>(m.data()) - begin * sizeof(*m.data()));
    all_.emplace_back(std::in_place_type<Memory>, std::move(m));
  }

  std::vector<std::variant<guarded<double>, guarded<float>, guarded<bfloat16>, guarded<float16>>>
      all_;
  std::vector<std::byte*> addresses_;
};

}  // namespace

template <class T>
values<T> run_on(const isa::instruction_set& set, const program<T>& p, const values<T>& before,
                 const manner& how) {
  const std::size_t n = how.elements;
  guarded<T> u(before.u, n, how.offset);
  guarded<T> out(before.u, n, how.offset);
  guarded<T> params(before.p, n, how.offset);
  stream_memory<T> streams(p, before, how);
  const std::size_t scratch_size = isa::tile_elements * p.storage.size();
  guarded<T> scratch(std::vector<T>(scratch_size), scratch_size, 0);
  values<T> after = before;
  if (how.end == isa::finish::accumulate) {
    after.lanes.resize(std::max<std::size_t>(1, p.terms.size()) * isa::virtual_lanes);
  }

  numbers<T> all(how.leaf);
  const std::vector<isa::op> ops = ops_of(p, how, all);
  const isa::program code = program_of(p, how, ops);
  isa::run r{};
  r.begin = how.begin;
  r.elements = n;
  r.u_in = u.data();
  r.u_out = how.in_place ? u.data() : out.data();
  r.p = params.data();
  r.streams = streams.addresses();
  r.scratch = reinterpret_cast<std::byte*>(scratch.data());
  r.scalars = all.data();
  r.leaf = how.leaf;
  r.lanes = after.lanes.data();
  {
    const flush_guard guard;
    (sizeof(T) == sizeof(double) ? set.run_f64 : set.run_f32)(code, r);
  }

  EXPECT_TRUE(u.intact() && out.intact() && params.intact() && scratch.intact() &&
              streams.intact());
  (how.in_place ? u : out).copy_to(after.u);
  params.copy_to(after.p);
  streams.copy_to(after);
  if (code.dry) {
    EXPECT_TRUE(same(after, {after.u, after.p, before.streams, after.lanes}, n)) << "dry run wrote";
    for (const isa::op& op : ops) {
      for (std::size_t i = 0; i < twin::info_of(op.kernel).written; ++i) {
        const T* const tile = scratch.data() + op.stream[i] * isa::tile_elements;
        std::copy(tile, tile + n, after.streams[op.stream[i]].begin());
      }
    }
  }
  return after;
}

template values<float> run_on(const isa::instruction_set&, const program<float>&,
                              const values<float>&, const manner&);
template values<double> run_on(const isa::instruction_set&, const program<double>&,
                               const values<double>&, const manner&);

}  // namespace machine
