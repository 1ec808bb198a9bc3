#pragma once

#include "optaxx/combinators/condition.hpp"
#include "optaxx/combinators/every_k.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/core/axes.hpp"
#include "optaxx/core/labelled.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"
#include "optaxx/schedules/sgdr_schedule.hpp"
#include "optaxx/transforms/measurement.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

// A value as what an option takes: one overload for each type of field that option structs have,
// beside those of recipe/run/arguments.hpp.
scalar_or_schedule convert(const value& v, const place& p, option_type<scalar_or_schedule>);
schedule convert(const value& v, const place& p, option_type<schedule>);
transformation convert(const value& v, const place& p, option_type<transformation>);
leaf_mask convert(const value& v, const place& p, option_type<leaf_mask>);
leaf_labels convert(const value& v, const place& p, option_type<leaf_labels>);
labelled_transformations convert(const value& v, const place& p,
                                 option_type<labelled_transformations>);
every_k convert(const value& v, const place& p, option_type<every_k>);
skip_update convert(const value& v, const place& p, option_type<skip_update>);
axes convert(const value& v, const place& p, option_type<axes>);
prng_key convert(const value& v, const place& p, option_type<prng_key>);
decay_rate_function convert(const value& v, const place& p, option_type<decay_rate_function>);
condition convert(const value& v, const place& p, option_type<condition>);
measure convert(const value& v, const place& p, option_type<measure>);
measurements convert(const value& v, const place& p, option_type<measurements>);

step_boundaries convert(const value& v, const place& p, option_type<step_boundaries>);
scales_by_step convert(const value& v, const place& p, option_type<scales_by_step>);
cosine_part convert(const value& v, const place& p, option_type<cosine_part>);

mask_tree convert(const value& v, const place& p, option_type<mask_tree>);
label_tree convert(const value& v, const place& p, option_type<label_tree>);

}  // namespace optaxx::recipes
