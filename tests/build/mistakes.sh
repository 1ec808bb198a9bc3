#!/usr/bin/env bash
# What compilers say of calls that are wrong, in the first five lines: INCLUDE_FOLDERS COMPILER...
# The folders are separated by colons.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

IFS=: read -ra includes <<<"$1"
status=0

# mistake CALL TEXT: the compiler refuses the call, and beside repeating it says the text, a regular expression.
mistake() {
  echo "void call() { $1; }" >"$folder/call.cpp"
  if "${compile[@]}" -include "$folder/before.hpp" -fsyntax-only "$folder/call.cpp" 2>"$folder/said"; then
    echo "${compile[0]} compiles $1"
    status=1
  elif ! head -n 5 "$folder/said" | grep -v 'void call() {' | grep -qE -- "$2"; then
    printf '%s\n' "${compile[0]} does not say '$2' of $1, but" "$(head -n 5 "$folder/said")"
    status=1
  fi
}

cat >"$folder/before.hpp" <<'EOF'
#include <optaxx/optaxx.hpp>
namespace optax = optaxx;
inline const auto inner = optax::sgd(0.1);
inline const auto slow = optax::constant_schedule(0.1);
inline const optax::tree params{{"w", optax::array{1.0F}}};
EOF

for compiler in "${@:2}"; do
  compile=("$compiler" -std=c++20 "${includes[@]/#/-I}")
  precompiled=$folder/before.hpp.gch
  if "$compiler" --version | grep -q clang; then precompiled=$folder/before.hpp.pch; fi
  "${compile[@]}" -x c++-header "$folder/before.hpp" -o "$precompiled"

  all='learning_rate, b1, b2, eps, eps_root, mu_dtype, weight_decay, mask, nesterov'
  mistake 'optax::adamw(1e-3, {.weigth_decay = 0.1})' "name .* does not fit.*$all"
  mistake 'optax::adamw({.learning_rate = 1e-3, .weigth_decay = 0.1})' "name .* does not fit.*$all"
  mistake 'optax::adamw(1e-3, {.learning_rate = 1e-3})' "given twice.*$all"
  mistake 'optax::adamw(1e-3, 0.9, 0.999, 1e-8, 0.0)' "does not fit.*$all"
  mistake 'optax::scale_by_adam({.b3 = 0.9})' 'b1, b2, eps, eps_root'
  mistake 'optax::inject_hyperparams(optax::adamw)({.learning_rates = 1e-3})' "name .* does not fit.*$all"

  mistake 'optax::adamw({.b1 = 0.8})' "is missing.*$all|learning_rate = missing"
  mistake 'optax::adamw()' "is missing.*$all"
  mistake 'optax::cosine_decay_schedule(0.1)' 'is missing.*init_value, decay_steps'
  mistake 'optax::cosine_decay_schedule(0.1, {.alpha = 0.1})' 'is missing.*init_value, decay_steps|decay_steps = missing'

  mistake 'optax::adamw("1e-3")' 'a number or a schedule is wanted here, not a string'
  mistake 'optax::adamw({.learning_rate = "1e-3"})' 'a number or a schedule is wanted here, not a string'
  mistake 'optax::adamw(1e-3, {.b1 = "0.9"})' 'a number is wanted here, not a string'
  mistake 'optax::clip(std::string("1"))' 'a number is wanted here, not a string'
  mistake 'optax::sgd(0.1, {.momentum = "0.9"})' 'type .* does not fit.*learning_rate, momentum'
  mistake 'optax::adamw(1e-3, {.b1 = slow})' 'a number is wanted here, not a schedule; see inject_hyperparams'
  mistake 'optax::adamw(1e-3, {.b1 = [](optax::step_t) { return 0.9; }})' 'not a schedule; see inject_hyperparams'

  mistake 'optax::multi_steps(inner, [](optax::step_t) { return 2.5; })' 'every_k_schedule must give integers'
  mistake 'optax::multi_steps(inner, {.every_k_schedule = [](optax::step_t) { return 2.0; }})' 'every_k_schedule must give integers'

  mistake 'optax::adamw(1e-3, {.mask = params})' 'a tree of booleans is wanted here, as in mask_tree'
  mistake 'optax::masked(inner, params)' 'a tree of booleans is wanted here, as in mask_tree'
  mistake 'optax::adamw(1e-3, {.mask = "**/w"})' 'patterns over paths are written paths'
  mistake 'optax::adamw(1e-3, {.mask = {{"w", 1}}})' "type .* does not fit.*$all"

  mistake 'optax::adamw(1e-3, {.b2 = 0.8, .b1 = 0.9})' "order.* field .*b1"
  mistake 'optax::adamw({.b1 = 0.8, .learning_rate = 0.9})' "order.* field .*learning_rate|learning_rate = missing"
done
exit $status
